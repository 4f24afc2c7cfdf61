import io

from flask import Request

from portal.web.bodies import FORM_LIMIT

URLENCODED = "application/x-www-form-urlencoded"
BOUNDARY = "multipart/form-data; boundary=b"


def part(name, content, filename=""):
    file = f'; filename="{filename}"' if filename else ""
    return f'--b\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'.encode() + content + b"\r\n--b--\r\n"


def test_a_body_that_is_no_multipart_is_read_up_to_the_limit(client):
    body = b"x=" + b"y" * FORM_LIMIT
    assert client.post("/zh/send", data=body, content_type=URLENCODED).status_code == 413
    assert client.post("/zh/send", data=body[: FORM_LIMIT // 2], content_type=URLENCODED).status_code == 200


def test_a_form_of_unknown_length_is_refused_because_it_would_be_cut_in_silence(client):
    body = io.BytesIO(b"x=" + b"y" * FORM_LIMIT)
    chunked = {"wsgi.input_terminated": True, "wsgi.input": body, "HTTP_TRANSFER_ENCODING": "chunked"}
    answer = client.post("/zh/send", content_type=URLENCODED, environ_overrides=chunked)
    assert answer.status_code == 411
    assert body.tell() == 0


def test_a_multipart_field_is_read_up_to_the_limit(client):
    assert client.post("/zh/send", data=part("x", b"y" * FORM_LIMIT), content_type=BOUNDARY).status_code == 413
    assert client.post("/zh/send", data=part("x", b"yes"), content_type=BOUNDARY).text == "sent yes"


def test_a_door_that_was_given_no_way_to_take_files_takes_none(client):
    answer = client.post("/zh/send", data=part("x", b"secret", "a.txt"), content_type=BOUNDARY)
    assert answer.status_code == 415
    assert "这次提交不完整" in answer.text


def test_a_request_class_that_takes_files_sets_its_own_limits(build):
    seen = []

    class Taking(Request):
        def _get_file_stream(self, *_args, **_kwargs):
            seen.append(self.max_content_length)
            return io.BytesIO()

    client = build(request_class=Taking).test_client()
    content = b"z" * (2 * FORM_LIMIT)
    assert client.post("/zh/send", data=part("file", content, "a.bin"), content_type=BOUNDARY).status_code == 200
    assert seen == [None]
