from portal.web.room import Room


def hello(given, name="nobody"):
    return f"{given}:{name}"


def test_views_are_plain_functions_that_get_what_the_room_was_given(build):
    app = build()
    room = Room("hall", "GIVEN")
    room.get("/hello", hello)
    app.register_blueprint(room.blueprint)
    assert app.test_client().get("/en/hello").text == "GIVEN:nobody"
    assert "hall.hello" in app.view_functions


def test_methods_are_what_was_asked_for(client):
    refused = client.get("/zh/send")
    assert refused.status_code == 405
    assert set(refused.headers["Allow"].split(", ")) == {"OPTIONS", "POST"}
    assert client.post("/zh/send", data={"x": "y"}).text == "sent y"
    assert client.head("/zh/greet/x").status_code == 200


def test_a_room_can_stand_between_address_and_view(build):
    class Guarded(Room):
        def bind(self, view):
            inner = super().bind(view)
            return lambda **args: "guarded " + inner(**args)

    app = build()
    room = Guarded("vault", "GIVEN")
    room.get("/vault/<name>", hello)
    app.register_blueprint(room.blueprint)
    assert app.test_client().get("/zh/vault/x").text == "guarded GIVEN:x"


def test_what_one_view_needs_more_is_named_where_it_is_put(build):
    app = build()
    room = Room("hall", "GIVEN")
    room.get("/hello", hello, name="more")
    app.register_blueprint(room.blueprint)
    assert app.test_client().get("/en/hello").text == "GIVEN:more"
    assert "hall.hello" in app.view_functions
