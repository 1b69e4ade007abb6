"""What a training step of packages/lm is, so that runs go on from each other's checkpoints: batches, learning rates, clipping, and thresholds that move."""

import math

import torch
import torch.distributed as dist

from mosa_torch import Mosa, selected_count


def random_source(seed):
    """Numbers in [0, 1) from a seed below 2^32: `randomSource` of @mosa-js/core/training."""
    count = 0

    def next_number():
        nonlocal count
        count += 1
        mixed = (seed + count * 0x9E3779B9) & 0xFFFFFFFF
        mixed = (mixed ^ (mixed >> 16)) * 0x21F0AAAD & 0xFFFFFFFF
        mixed = (mixed ^ (mixed >> 15)) * 0x735A2D97 & 0xFFFFFFFF
        return (mixed ^ (mixed >> 15)) / 2**32

    return next_number


def mix_seeds(*seeds):
    mixed = 0
    parts = [part for seed in seeds for part in ([seed] if abs(seed) < 2**32 else [seed, int(seed / 2**32)])]
    for seed in parts:
        mixed = math.floor(random_source(((mixed * 0x2C1B3C6D) ^ seed) & 0xFFFFFFFF)() * 2**32)
    return mixed


def batch_of(text, batch, length, seed, step):
    """The windows that packages/lm takes in this step: text int64 [n] → tokens and targets [B, T]."""
    draw = random_source(mix_seeds(seed, step, 0))
    starts = [math.floor(draw() * (len(text) - length)) for _ in range(batch)]
    windows = torch.stack([text[start : start + length + 1] for start in starts])
    return windows[:, :-1], windows[:, 1:]


def learning_rate(optimizer, step):
    """Of a step, from 1."""
    rate, warmup, decay = optimizer["learningRate"], optimizer.get("warmupSteps", 0), optimizer.get("decaySteps")
    if step <= warmup:
        return rate * step / warmup
    if decay is None:
        return rate
    least = optimizer.get("minLearningRate", 0)
    progress = min(1, (step - warmup) / max(1, decay - warmup))
    return least + (rate - least) * 0.5 * (1 + math.cos(math.pi * progress))


def adamw(model, optimizer, moments=None, step=0):
    """AdamW of torch with the settings of a checkpoint: weight decay is for matrices alone."""
    named = list(model.named_parameters())
    decay = optimizer.get("weightDecay", 0)
    groups = [
        {"params": [p for _, p in named if p.ndim >= 2], "weight_decay": decay},
        {"params": [p for _, p in named if p.ndim < 2], "weight_decay": 0.0},
    ]
    made = torch.optim.AdamW(
        [group for group in groups if group["params"]],
        lr=optimizer["learningRate"],
        betas=(optimizer.get("beta1", 0.9), optimizer.get("beta2", 0.999)),
        eps=optimizer.get("epsilon", 1e-8),
    )
    for name, parameter in named:
        if moments is not None:
            like = lambda x: spread_like(x, parameter)
            made.state[parameter] = {"step": torch.tensor(float(step)), **{key: like(x) for key, x in moments[name].items()}}
    return made


def spread_like(x, parameter):
    """A tensor as the parameter is: on its device, and cut into shards where it is."""
    x = x.to(parameter.device)
    if not hasattr(parameter, "device_mesh"):
        return x
    from torch.distributed.tensor import distribute_tensor

    return distribute_tensor(x, parameter.device_mesh, parameter.placements)


def clip_gradients(model, clip):
    """Scales all gradients by min(1, clip ÷ norm). → the norm before"""
    gradients = [p.grad for p in model.parameters() if p.grad is not None]
    norm = torch.nn.utils.get_total_norm(gradients)
    norm = norm.full_tensor() if hasattr(norm, "full_tensor") else norm
    if clip is not None:
        for gradient in gradients:
            gradient.mul_(clip / max(norm.item(), clip))
    return norm.item()


def set_warmup(model, rule, step):
    """Whether causal heads choose by expert choice in this step."""
    for module in model.modules():
        if isinstance(module, Mosa) and module.causal:
            module.look_ahead = rule is not None and step <= rule["warmup"]


@torch.no_grad()
def move_thresholds(model, rule, step):
    """Thresholds of causal heads after a step, by what all processes saw: `moveThresholds` of packages/core."""
    if rule is None:
        return
    decay = rule["decay"]
    keep = decay * (1 - decay ** (step - 1)) / (1 - decay**step)
    for module in model.modules():
        if not isinstance(module, Mosa) or module.seen is None:
            continue
        keys, valid = (gathered(part) for part in module.seen)
        heads, B, T = keys.shape
        k = selected_count(module.config, T)
        share, theta = k / T, module.threshold
        warmup = module.look_ahead
        if rule["by"] == "rate" and not warmup:
            above = (keys > theta[:, None, None]).sum((1, 2))
            theta += ((above / (B * T * share)) - 1).clamp(-1, 1).to(theta.dtype) * rule["step"]
            continue
        theta.copy_(theta * keep + places(keys.reshape(heads, -1), B * k) * (1 - keep))
        if not warmup:
            theta -= torch.where(valid.sum((1, 2)) < B * T * share / 2, rule["step"], 0.0).to(theta.dtype)


def places(keys, count):
    """Half-way between the count-th best of a row and the next lower one that differs: [E, n] → [E]."""
    last = keys.topk(min(count, keys.shape[1]), dim=-1).values[:, -1:]
    lower = keys < last
    next_lower = torch.where(lower, keys, -math.inf).max(-1, keepdim=True).values
    middle = last / 2 + next_lower / 2
    between = torch.where(middle < last, middle, next_lower)
    alone = last - torch.clamp(last.abs() / 2, min=1)  # all are above it
    return torch.where(lower.any(-1, keepdim=True), between, alone)[:, 0]


def gathered(x):
    """The tokens of all processes, along the axis of sequences: [E, B, n] → [E, B · processes, n]."""
    if not dist.is_initialized() or dist.get_world_size() == 1:
        return x
    parts = [torch.empty_like(x.contiguous()) for _ in range(dist.get_world_size())]
    dist.all_gather(parts, x.contiguous())
    return torch.cat(parts, dim=1)


def fingerprint(tokens):
    """Tells texts apart: FNV-1a over 32-bit numbers, as packages/lm has it in checkpoints."""
    hash_ = 0x811C9DC5
    for number in tokens:
        for shift in (0, 8, 16, 24):
            hash_ = (hash_ ^ (number >> shift & 0xFF)) * 0x01000193 & 0xFFFFFFFF
    return f"{hash_:08x}"
