"""Who really sent a webhook: Standard Webhooks by HMAC, and Ed25519 (RFC 8032) without a library.

What only webhooks need is imported where it is needed: most runs have none.
"""

TOLERANCE_SECONDS = 300
PRIME = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
CURVE = -121665 * pow(121666, PRIME - 2, PRIME) % PRIME
ROOT = pow(2, (PRIME - 1) // 4, PRIME)
BASE_Y = 4 * pow(5, PRIME - 2, PRIME) % PRIME


def is_recent(timestamp, now):
    """Whether a time in Unix seconds, as text, is near to now."""
    return timestamp.isdigit() and abs(now - int(timestamp)) <= TOLERANCE_SECONDS


def standard_webhook_is_genuine(secret, fields, body):
    """Checks `webhook-signature` as Standard Webhooks has it: any of the listed signatures may fit."""
    import base64
    import hmac

    text = secret.removeprefix("whsec_")
    key = base64.b64decode(text) if text != secret else secret.encode()
    content = f"{fields.get('webhook-id')}.{fields.get('webhook-timestamp')}.".encode() + body
    expected = base64.b64encode(hmac.digest(key, content, "sha256")).decode()
    given = fields.get("webhook-signature", "").split()
    return any(hmac.compare_digest(one.removeprefix("v1,"), expected) for one in given)


def ed25519_is_genuine(public_key, signature, message):
    """RFC 8032, 5.1.7: checks a signature of 64 bytes by a public key of 32."""
    import hashlib

    if len(public_key) != 32 or len(signature) != 64:
        return False
    point, commitment = decoded(public_key), decoded(signature[:32])
    factor = int.from_bytes(signature[32:], "little")
    if point is None or commitment is None or factor >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public_key + message).digest()
    challenge = int.from_bytes(digest, "little") % ORDER
    base = (*affine(BASE_Y, 0), 1)
    left = times(factor, (base[0], base[1], 1, base[0] * base[1] % PRIME))
    right = added(commitment, times(challenge, point))
    return (left[0] * right[2] - right[0] * left[2]) % PRIME == 0 and (
        left[1] * right[2] - right[1] * left[2]
    ) % PRIME == 0


def affine(y, sign):
    squared = (y * y - 1) * pow(CURVE * y * y + 1, PRIME - 2, PRIME) % PRIME
    x = pow(squared, (PRIME + 3) // 8, PRIME)
    if (x * x - squared) % PRIME:
        x = x * ROOT % PRIME
    if (x * x - squared) % PRIME:
        return None
    return (PRIME - x if x & 1 != sign else x), y


def decoded(data):
    """A point of the curve in extended coordinates; nil for bytes that are none."""
    number = int.from_bytes(data, "little")
    y, sign = number & (2**255 - 1), number >> 255
    found = affine(y, sign) if y < PRIME else None
    return found and (found[0], found[1], 1, found[0] * found[1] % PRIME)


def added(one, other):
    a = (one[1] - one[0]) * (other[1] - other[0]) % PRIME
    b = (one[1] + one[0]) * (other[1] + other[0]) % PRIME
    c = 2 * one[3] * other[3] * CURVE % PRIME
    d = 2 * one[2] * other[2] % PRIME
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % PRIME, g * h % PRIME, f * g % PRIME, e * h % PRIME


def times(factor, point):
    result = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            result = added(result, point)
        point, factor = added(point, point), factor >> 1
    return result
