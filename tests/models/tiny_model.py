#!/usr/bin/env python3
"""Writes a language model with random weights, for llama-server: half a megabyte that answers junk.

It knows single bytes only. Made to keep a JSON Schema it writes well-formed documents with senseless contents, which is
what a caller has to withstand. The same seed makes the same file.

usage: tiny_model.py FILE [SEED]"""
import array
import random
import struct
import sys

WIDTH, LAYERS, HEADS, INNER, CONTEXT = 64, 2, 4, 128, 16384
UNSIGNED, FLOAT, FLAG, TEXT, LIST, INTEGER = 4, 6, 7, 8, 9, 5
NORMAL, UNKNOWN, CONTROL, BYTE = 1, 2, 3, 6

TEMPLATE = ("{% for t in tools or [] %}{{ t | tojson }}\n{% endfor %}"
            "{% for m in messages %}{{ m.role }}: {% if m.content %}{{ m.content }}{% endif %}"
            "{% if m.tool_calls %}{{ m.tool_calls | tojson }}{% endif %}\n{% endfor %}"
            "{% if add_generation_prompt %}assistant: {% endif %}")


def vocabulary():
    """Each with its score and its kind. Every byte is one; so is every printable character, as the tokenizer wants it."""
    special = [("<unk>", 0.0, UNKNOWN), ("<s>", 0.0, CONTROL), ("</s>", 0.0, CONTROL)]
    bytes_ = [(f"<0x{b:02X}>", 0.0, BYTE) for b in range(256)]
    characters = [("\u2581", -1.0, NORMAL)] + [(chr(c), -1.0 - c, NORMAL) for c in range(0x21, 0x7F)]
    return special + bytes_ + characters


def liking(token):
    """How much more, or less, the model likes a token than chance has it: whole characters, and strings that end."""
    if token.startswith("<"):
        return 0.0 if token == "</s>" else -50.0
    return 6.0 if token == '"' else 0.0


def text(value):
    data = value.encode()
    return struct.pack("<Q", len(data)) + data


def packed(kind, value):
    if kind == TEXT:
        return text(value)
    return struct.pack({UNSIGNED: "<I", INTEGER: "<i", FLOAT: "<f", FLAG: "<?"}[kind], value)


def entry(key, kind, value):
    return text(key) + struct.pack("<I", kind) + packed(kind, value)


def entries(key, kind, values):
    return text(key) + struct.pack("<IIQ", LIST, kind, len(values)) + b"".join(packed(kind, v) for v in values)


def facts(tokens):
    llama = {"context_length": CONTEXT, "embedding_length": WIDTH, "block_count": LAYERS, "feed_forward_length": INNER,
             "rope.dimension_count": WIDTH // HEADS, "attention.head_count": HEADS, "attention.head_count_kv": HEADS,
             "vocab_size": len(tokens)}
    return [entry("general.architecture", TEXT, "llama"), entry("general.name", TEXT, "junk"),
            *(entry(f"llama.{key}", UNSIGNED, value) for key, value in llama.items()),
            entry("llama.attention.layer_norm_rms_epsilon", FLOAT, 1e-5),
            entry("llama.rope.freq_base", FLOAT, 10000.0),
            entry("tokenizer.ggml.model", TEXT, "llama"),
            entries("tokenizer.ggml.tokens", TEXT, [t for t, _, _ in tokens]),
            entries("tokenizer.ggml.scores", FLOAT, [s for _, s, _ in tokens]),
            entries("tokenizer.ggml.token_type", INTEGER, [k for _, _, k in tokens]),
            entry("tokenizer.ggml.unknown_token_id", UNSIGNED, 0), entry("tokenizer.ggml.bos_token_id", UNSIGNED, 1),
            entry("tokenizer.ggml.eos_token_id", UNSIGNED, 2), entry("tokenizer.ggml.add_bos_token", FLAG, True),
            entry("tokenizer.ggml.add_space_prefix", FLAG, False), entry("tokenizer.chat_template", TEXT, TEMPLATE)]


def tensors(words):
    """Name, sizes, and how far the weights spread; those of norms are one."""
    yield "token_embd.weight", (WIDTH, words), 0.5
    yield "output_norm.weight", (WIDTH,), None
    yield "output.weight", (WIDTH, words), 0.5
    for layer in range(LAYERS):
        at = f"blk.{layer}."
        yield at + "attn_norm.weight", (WIDTH,), None
        for part in ("q", "k", "v", "output"):
            yield f"{at}attn_{part}.weight", (WIDTH, WIDTH), 0.1
        yield at + "ffn_norm.weight", (WIDTH,), None
        yield at + "ffn_gate.weight", (WIDTH, INNER), 0.1
        yield at + "ffn_up.weight", (WIDTH, INNER), 0.1
        yield at + "ffn_down.weight", (INNER, WIDTH), 0.1


def weigh(name, weights, tokens):
    """The first number of a state is the same for every token, and no layer changes it: what the output makes of that is
    a liking of its own for each token."""
    constant = 4.0
    for index, (token, _, _) in enumerate(tokens):
        if name == "token_embd.weight":
            weights[index * WIDTH] = constant
        elif name == "output.weight":
            weights[index * WIDTH] = liking(token) / constant
    if name.endswith(("attn_output.weight", "ffn_down.weight")):
        columns = INNER if name.endswith("ffn_down.weight") else WIDTH
        weights[:columns] = array.array("f", [0.0] * columns)


def aligned(data):
    return data + b"\0" * (-len(data) % 32)


def model(seed):
    chance = random.Random(seed)
    tokens = vocabulary()
    heads, bodies, offset = [], [], 0
    for name, sizes, spread in tensors(len(tokens)):
        count = sizes[0] * (sizes[1] if len(sizes) > 1 else 1)
        weights = array.array("f", (1.0 if spread is None else chance.gauss(0.0, spread) for _ in range(count)))
        weigh(name, weights, tokens)
        heads.append(text(name) + struct.pack("<I", len(sizes)) + struct.pack(f"<{len(sizes)}Q", *sizes) +
                     struct.pack("<IQ", 0, offset))
        bodies.append(aligned(weights.tobytes()))
        offset += len(bodies[-1])
    known = facts(tokens)
    head = b"GGUF" + struct.pack("<IQQ", 3, len(heads), len(known)) + b"".join(known) + b"".join(heads)
    return aligned(head) + b"".join(bodies)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    with open(sys.argv[1], "wb") as file:
        file.write(model(int(sys.argv[2]) if len(sys.argv) == 3 else 7))
