"""A third opinion on the format: the Python library sd-jwt (OpenWallet Foundation) reads what Hansa's issuer wrote and
makes what Hansa's verifier judges.

A line of JSON for each command, a line of JSON for its answer:
  read     {credential, issuer_key}                         the claims that it verified, without and with disclosures
  present  {credential, holder_key, show, nonce, audience}  a presentation that shows these claims
  check    {presentation, issuer_key, nonce, audience}      the claims of a presentation that it verified
"""

import json
import sys

from jwcrypto.jwk import JWK
from sd_jwt.common import SDObj  # noqa: F401  (the library is there, before the first command)
from sd_jwt.holder import SDJWTHolder
from sd_jwt.verifier import SDJWTVerifier


def verified(presentation, issuer_key, audience=None, nonce=None):
    """Raises where a signature, a digest or the holder's binding is not as RFC 9901 says."""

    def key_of(_issuer, _header):
        return JWK(**issuer_key)

    return SDJWTVerifier(presentation, key_of, audience, nonce).get_verified_payload()


def read(credential, issuer_key):
    bare = credential.split("~")[0] + "~"
    return {"bare": verified(bare, issuer_key), "whole": verified(credential, issuer_key)}


def present(credential, holder_key, show, nonce, audience):
    holder = SDJWTHolder(credential)
    holder.create_presentation({name: True for name in show}, nonce, audience, JWK(**holder_key), "ES256")
    return {"presentation": holder.sd_jwt_presentation}


def check(presentation, issuer_key, nonce, audience):
    return {"claims": verified(presentation, issuer_key, audience, nonce)}


COMMANDS = {"read": read, "present": present, "check": check}

for line in sys.stdin:
    options = json.loads(line)
    try:
        answer = {"answer": COMMANDS[options.pop("command")](**options)}
    except Exception as e:  # Whatever the library thinks of it is the answer.
        answer = {"error": f"{type(e).__name__}: {e}"}
    print(json.dumps(answer), flush=True)
