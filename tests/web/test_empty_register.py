"""Every page of a register into which nothing was loaded yet."""

import pytest
from django.test import Client

from tests.web import loaded

PAGES = ["/", "/search/?q=luton", "/organisations/", "/organisations/kinds/board/", "/changes/", "/changes/2021-04-01/",
         "/pictures/", "/sources/"]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_page_of_an_empty_register_says_that_it_is(client: Client, address: str) -> None:
    loaded.forget()
    response = client.get(address)
    assert response.status_code == 200
    assert "othing is loaded" in response.content.decode()


@pytest.mark.django_db
def test_empty_register_has_no_organisation_and_no_conflict(client: Client) -> None:
    loaded.forget()
    assert client.get("/organisations/06P/").status_code == 404
    assert client.get("/organisations/06P.json").status_code == 404
    assert "No source contradicts another" in client.get("/conflicts/").content.decode()
