"""Plain English words for invented passphrases."""

WORDS = tuple(
    """
    amber anchor apple arrow autumn bamboo banner barley basket beacon bean bell birch biscuit blanket blossom boat
    bottle branch bread brick bridge broom brush bucket butter button cabin cactus camel candle canvas carpet carrot
    castle cedar cellar chalk cherry chestnut circle clay cloud clover coast coffee copper coral cotton cradle crane
    cricket crystal curtain cypress daisy dawn desert dolphin donkey dragon drum eagle echo elbow ember engine fable
    falcon feather fern fiddle field finch flame flint flute forest fountain fox frost garden garlic ginger glacier
    glove goose grain granite grape gravel guitar hammer harbor harvest hazel hedge heron hill honey horizon icicle
    iris island ivory jacket jade jasmine jungle kettle kite ladder lagoon lamp lantern lark lavender leaf lemon
    lentil lily linen lion lotus magnet mango maple marble meadow melon mill mint mirror mist moon moss mountain
    mulberry needle nest north nutmeg oak oasis ocean olive onion orchard orchid otter oyster paddle palm panda
    paper parrot path peach pear pebble pencil pepper piano pigeon pillow pine planet plum pocket pond poplar poppy
    potato prairie pumpkin quartz quill rabbit radish rain raven reed ribbon rice river robin rocket rope rose
    saddle saffron sail salmon salt sand sapphire saturn scarf sesame shadow shell shore silk silver sky slope snow
    sorrel south sparrow spice spring spruce squirrel stone storm straw summer sunset swallow swan table tangerine
    teapot thistle thunder tiger timber tulip tunnel turnip turtle valley velvet violet walnut water wheat willow
    window winter wood yard
    """.split()  # noqa: SIM905  read as a text, not as two hundred lines
)
