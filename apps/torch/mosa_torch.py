"""
The language model of @mosa-js/lm in PyTorch, for what outgrows one machine: MoSA heads by expert choice and causal, dense, local and fixed heads, and a
sum of them. Modules are named as in the authors' package (`mosa_heads.r.0.weight`, `mosa_heads.QKV.W`, `other_heads.W_QKV.weight`, …), all else as in
packages/lm. Needs torch alone. Letters in shapes: B sequences, T tokens, h width, E heads, d width of a head, N slots of a head.
"""

import math

import torch
from torch import nn
from torch.nn import functional as F


def rotary_table(config, length, width, device):
    """cos and sin [T, width / 2], made in float64."""
    frequency = config.get("rotaryBase", 10000) ** (-torch.arange(0, width, 2, dtype=torch.float64, device=device) / width)
    angle = torch.arange(length, dtype=torch.float64, device=device)[:, None] * frequency
    return angle.cos(), angle.sin()


def rotary_width(config):
    if config["kind"] == "local":
        return config["dHead"]
    width = config.get("rotaryWidth")
    if width is None:
        width = int(config.get("rotaryFraction", 0.5) * config["dHead"])
        width -= width % 2
    return width


def rotate(x, table, positions):
    """x [..., N, d] by the positions [..., N] that its rows had in their sequence."""
    cos, sin = (part[positions].to(x.dtype) for part in table)
    n = cos.shape[-1]
    first, second, rest = x[..., :n], x[..., n : 2 * n], x[..., 2 * n :]
    return torch.cat((first * cos - second * sin, second * cos + first * sin, rest), dim=-1)


class Product(nn.Module):
    """A product of each head, W [E, I, J], named as the authors name it."""

    def __init__(self, heads, inputs, outputs, bound):
        super().__init__()
        self.W = nn.Parameter(torch.empty(heads, inputs, outputs).uniform_(-bound, bound))


class Mosa(nn.Module):
    """MoSA heads: a router chooses few tokens for each head, and only those attend to each other."""

    def __init__(self, config):
        super().__init__()
        self.config = config
        h, d, heads = config["dModel"], config["dHead"], config["heads"]
        self.r = nn.Sequential(nn.Linear(h, heads, bias=False), nn.Sigmoid())
        self.QKV = Product(heads, h, 3 * d, 1 / math.sqrt(3 * d))
        self.O = Product(heads, d, h, 1 / math.sqrt(h * heads))
        self.causal = config.get("selection") if isinstance(config.get("selection"), dict) else None
        if self.causal:
            self.register_buffer("threshold", torch.zeros(heads))
        self.look_ahead = False  # causal heads choose as by expert choice, while their thresholds warm up
        self.seen = None  # what a training step moves thresholds by

    def forward(self, x):
        B, T, h = x.shape
        config, d = self.config, self.config["dHead"]
        logits = self.r[0](x).permute(2, 0, 1)  # [E, B, T]
        with torch.no_grad():
            keys = self.keys(logits)
            if self.causal and not self.look_ahead:
                indices, valid, evicted_at = causal_choice(keys, self.threshold, self.causal, config.get("includeFirst", False))
            else:
                indices = expert_choice(logits, selected_count(config, T), config.get("includeFirst", False))
                valid, evicted_at = torch.ones_like(indices, dtype=torch.bool), torch.full_like(indices, T)
            self.seen = (keys, valid) if self.causal and self.training else None
            # A slot sees what came up to it and was not evicted before it, and itself, so that no row is without anything to see.
            position, other = indices[..., :, None], indices[..., None, :]
            visible = (position >= other) & (evicted_at[..., None, :] > position) & valid[..., None, :]
            visible |= torch.eye(indices.shape[-1], dtype=torch.bool, device=x.device)

        rows = indices + torch.arange(0, B * T, T, device=x.device)[:, None]  # [E, B, N], among all tokens
        chosen = F.embedding(rows, x.reshape(B * T, h))  # [E, B, N, h]
        q, k, v = torch.einsum("ebni,eij->ebnj", chosen, self.QKV.W).chunk(3, dim=-1)  # [E, B, N, d]
        table = rotary_table(config, T, rotary_width(config), x.device)
        q, k = rotate(q, table, indices), rotate(k, table, indices)
        attended = F.scaled_dot_product_attention(q, k, v, attn_mask=visible)
        score = logits.gather(2, indices).sigmoid()
        if self.causal and self.causal.get("gate") == "excess":
            score = score - self.threshold.sigmoid()[:, None, None]
        score = torch.where(valid, score, 0.0)  # an empty slot adds nothing
        y = torch.einsum("ebnd,edh->ebnh", attended * score[..., None], self.O.W)
        return y.new_zeros(B * T, h).index_add(0, rows.flatten(), y.reshape(-1, h)).view(B, T, h)

    def keys(self, logits):
        """What tokens are ranked by and thresholds compared with: equal logits may be parted by their positions."""
        stride = {"spread": 631, "later": 1}.get((self.causal or {}).get("ties"))
        if stride is None:
            return logits
        places = torch.arange(logits.shape[-1], device=logits.device) % 1021 * stride % 1021
        return logits + places.to(logits.dtype) * 2.0**-18


def selected_count(config, T):
    if config.get("k") is not None:
        return min(config["k"], T)
    return min(max(math.floor(T / config["sparsity"]), 2), T)


def expert_choice(logits, k, include_first):
    """The k best tokens of each sequence, ascending: [E, B, T] → [E, B, k]. Of equal ones the earlier come first."""
    if include_first:
        logits = logits.clone()
        logits[..., 0] = math.inf
    best = torch.sort(logits, dim=-1, descending=True, stable=True).indices[..., :k]
    return best.sort(dim=-1).values


def causal_choice(keys, threshold, selection, include_first):
    """
    Who a causal head processes, decided in order: a token above its head's threshold that is among the C best so far and whose block has a slot left.
    → positions [E, B, N] ascending, T − 1 in empty slots; which slots hold a token; the position from which on nobody sees it.
    """
    heads, B, T = keys.shape
    capacity, slots = selection.get("capacity"), selection.get("slots")
    candidates = keys > threshold[:, None, None]
    if include_first:
        keys = keys.clone()
        keys[..., 0] = math.inf
        candidates[..., 0] = True
    if capacity is None and slots is None:
        admitted = candidates
    else:
        admitted = admit(keys, candidates, capacity, slots)
    evicted_at = evictions(keys, admitted, capacity)
    N = min(slots["count"] * math.ceil(T / slots["block"]), T) if slots else T
    order = torch.sort(~admitted, dim=-1, stable=True).indices[..., :N]
    valid = admitted.gather(-1, order)
    indices = torch.where(valid, order, T - 1)
    return indices, valid, torch.where(valid, evicted_at.gather(-1, indices), 0)


def admit(keys, candidates, capacity, slots):
    """Block by block, since slots that are taken in one change who is in the running set in the next."""
    T = keys.shape[-1]
    block = slots["block"] if slots else 128
    admitted = torch.zeros_like(candidates)
    position = torch.arange(T, device=keys.device)
    for start in range(0, T, block):
        end = min(start + block, T)
        enters = candidates[..., start:end]
        if capacity is not None:
            # Those before a token rank before it unless they are worse.
            before = (keys[..., None, :end] >= keys[..., start:end, None]) & (position[:end] < position[start:end, None])
            who = torch.cat((admitted[..., :start], enters), dim=-1)
            enters = enters & ((before & who[..., None, :]).sum(-1) < capacity)
        if slots:
            enters = enters & (enters.cumsum(-1) <= slots["count"])
        admitted[..., start:end] = enters
    return admitted


def evictions(keys, admitted, capacity):
    """The position at which C better tokens have come, T for what stays."""
    T = keys.shape[-1]
    if capacity is None or capacity >= T:
        return torch.full_like(admitted, T, dtype=torch.long)
    position = torch.arange(T, device=keys.device)
    ends = []
    for start in range(0, T, 64):  # not all pairs at once
        rows = slice(start, start + 64)
        mine, at = keys[..., rows, None], position[rows, None]
        other = keys[..., None, :]
        better = torch.where(position > at, other > mine, (other >= mine) & (position < at)) & admitted[..., None, :]
        ends.append((better.cumsum(-1, dtype=torch.int32) < capacity).sum(-1))
    return torch.cat(ends, dim=-1)


class Heads(nn.Module):
    """Dense, local or fixed heads."""

    def __init__(self, config):
        super().__init__()
        self.config = config
        h, width = config["dModel"], config["dHead"] * config["heads"]
        self.W_QKV = nn.Linear(h, 3 * width, bias=False)
        self.W_O = nn.Linear(width, h, bias=False)

    def forward(self, x):
        config = self.config
        every = config["sparsity"] if config["kind"] == "fixed" else 1
        B, T, h = x.shape
        chosen = x[:, ::every]
        N = chosen.shape[1]
        qkv = self.W_QKV(chosen).view(B, N, config["heads"], 3 * config["dHead"]).transpose(1, 2)
        q, k, v = qkv.chunk(3, dim=-1)  # [B, E, N, d]
        positions = torch.arange(0, T, every, device=x.device)
        table = rotary_table(config, T, rotary_width(config), x.device)
        q, k = rotate(q, table, positions), rotate(k, table, positions)
        mask = None if config["kind"] != "local" else local_mask(config, T, x.device)
        attended = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, is_causal=mask is None)
        y = self.W_O(attended.transpose(1, 2).reshape(B, N, -1))
        if every == 1:
            return y
        return torch.zeros_like(x).index_add(1, positions, y)


def local_mask(config, T, device):
    """A query sees its own block up to itself, and the whole block before."""
    w = min(config.get("window") or max(math.floor(T / config["sparsity"]), 1), T)
    position = torch.arange(T, device=device)
    first = (position // w - 1) * w
    return (position[:, None] >= position) & (position >= first[:, None])


class Sum(nn.Module):
    """Several groups of heads, outputs added: `mosa_heads` and `other_heads` as in the authors' hybrid, else `part_0`, `part_1`, …"""

    def __init__(self, config):
        super().__init__()
        for name, part in zip(part_names(config), parts_of(config)):
            self.add_module(name, heads_of(part))

    def forward(self, x):
        return sum(part(x) for part in self.children())


def parts_of(config):
    parts = config["parts"]
    return list(parts.values()) if isinstance(parts, dict) else parts


def part_names(config):
    kinds = ["mosa_heads" if part["kind"] == "mosa" else "other_heads" for part in parts_of(config)]
    fits = len(set(kinds)) == len(kinds) and all(part["kind"] != "sum" for part in parts_of(config))
    return kinds if fits else [f"part_{i}" for i in range(len(kinds))]


def heads_of(config):
    kinds = {"mosa": Mosa, "dense": Heads, "local": Heads, "fixed": Heads, "sum": Sum}
    if config["kind"] not in kinds:
        raise ValueError(f"heads of the kind {config['kind']}: expected one of {', '.join(kinds)}")
    return kinds[config["kind"]](config)


class Block(nn.Module):
    def __init__(self, config, attention):
        super().__init__()
        h = config["dModel"]
        wide = round(config.get("feedForward", 4) * h)
        self.norm1 = nn.LayerNorm(h, bias=False)
        self.attention = heads_of(attention)
        self.norm2 = nn.LayerNorm(h, bias=False)
        self.feedForward = nn.ModuleDict({"in": nn.Linear(h, wide, bias=False), "out": nn.Linear(wide, h, bias=False)})
        self.dropout = nn.Dropout(config.get("dropout", 0))

    def forward(self, x):
        x = x + self.dropout(self.attention(self.norm1(x)))
        wide = F.gelu(self.feedForward["in"](self.norm2(x)), approximate="tanh")
        return x + self.dropout(self.feedForward["out"](wide))


class LanguageModel(nn.Module):
    """tokens [B, T] → logits [B, T, V]. `config` is the LanguageModelConfig of packages/lm, as its checkpoints hold it."""

    def __init__(self, config):
        super().__init__()
        if config.get("attentionDropout", 0) > 0:
            raise ValueError("attentionDropout is not here; expected 0")
        self.config = config
        V, h = config["vocabularySize"], config["dModel"]
        self.embedding = nn.Embedding(V, h)
        self.layers = nn.ModuleList(Block(config, attention) for attention in attention_of(config))
        self.norm = nn.LayerNorm(h, bias=False)
        self.output = None if config.get("tiedOutput") else nn.Linear(h, V, bias=False)
        self.dropout = nn.Dropout(config.get("dropout", 0))

    def forward(self, tokens):
        x = self.dropout(self.embedding(tokens))
        for layer in self.layers:
            x = layer(x)
        weight = self.embedding.weight if self.output is None else self.output.weight
        return F.linear(self.norm(x), weight)


def attention_of(config):
    attention = config["attention"]
    return attention if isinstance(attention, list) else [attention] * config["layers"]
