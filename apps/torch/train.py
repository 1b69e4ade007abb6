"""
Trains a language model of @mosa-js/lm on any number of GPUs, from its checkpoint or anew, and leaves a checkpoint that packages/lm goes on from:

    python train.py --from run.safetensors --text text.txt --steps 200 --out run.safetensors
    torchrun --nproc-per-node 2 train.py --from run.safetensors --text text.txt --steps 200 --out run.safetensors
    torchrun --nproc-per-node 2 train.py --fsdp --new model.json --text text.txt --steps 200 --out run.safetensors

The batch is that of the checkpoint however many processes share it, and so are batches, learning rates and thresholds of each step: a run has one loss
curve on one GPU and on several, up to rounding. `--fsdp` shards parameters, gradients and moments, for what does not fit one GPU.
"""

import argparse
import json
import os
import time

import torch
import torch.distributed as dist
from torch.distributed.fsdp import fully_shard
from torch.nn import functional as F
from torch.nn.parallel import DistributedDataParallel

import checkpoint
import training
from mosa_torch import LanguageModel


def main():
    given = arguments()
    rank, world = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
    device = torch.device(given.device, int(os.environ.get("LOCAL_RANK", 0))) if given.device == "cuda" else torch.device("cpu")
    if device.type == "cuda":
        torch.cuda.set_device(device)
    if world > 1:
        dist.init_process_group("nccl" if device.type == "cuda" else "gloo")

    with open(given.text, "rb") as file:
        text = file.read()
    model, parts, moments = checkpoint.load(given.source) if given.source else new_model(given.new, text, device)
    tokens = encode(parts["tokenizer"], text)
    run, settings, step = parts["run"], parts["optimizer"], parts.get("step", 0)
    run["data"] = training.fingerprint(tokens.tolist())
    rule = run.get("thresholds")
    if run["batch"] % world:
        raise SystemExit(f"expected a batch that {world} processes can share, got {run['batch']}")

    model.to(device).train()
    if given.fsdp and world > 1:
        for layer in model.layers:
            fully_shard(layer)
        fully_shard(model)
    optimizer = training.adamw(model, settings, moments, step)
    moments = None
    # Thresholds are moved alike by all, so nobody has to send his.
    wrapped = DistributedDataParallel(model, broadcast_buffers=False) if world > 1 and not given.fsdp else model

    tokens = tokens.to(device)
    share = run["batch"] // world
    start, losses, times = time.time(), [], []
    while step < given.steps:
        step += 1
        training.set_warmup(model, rule, step)
        inputs, targets = training.batch_of(tokens, run["batch"], run["length"], run["seed"], step)
        mine = slice(rank * share, (rank + 1) * share)
        for group in optimizer.param_groups:
            group["lr"] = training.learning_rate(settings, step)
        loss = F.cross_entropy(wrapped(inputs[mine]).flatten(0, 1), targets[mine].flatten())
        optimizer.zero_grad()
        loss.backward()
        training.clip_gradients(model, settings.get("clip"))
        optimizer.step()
        training.move_thresholds(model, rule, step)
        mean = loss.detach().clone()
        if world > 1:
            dist.all_reduce(mean)
        losses.append(mean.item() / world)
        times.append(time.time() - start)
        if not losses[-1] < float("inf"):
            raise SystemExit(f"step {step}: the loss is {losses[-1]}; the last checkpoint stays as it is")
        if rank == 0 and (step % given.every == 0 or step == given.steps):
            rate = run["batch"] * run["length"] * len(losses) / (time.time() - start)
            print(f"step {step}: {losses[-1]:.6f} nats, {rate:.0f} tokens/s", flush=True)
        if step % given.save_every == 0 or step == given.steps:
            save(given.out, model, optimizer, {**parts, "step": step}, rank)
    if rank == 0 and given.json:
        memory = torch.cuda.max_memory_allocated(device) if device.type == "cuda" else None
        report = {"processes": world, "fsdp": given.fsdp, "device": device.type, "losses": losses, "times": times, "memory": memory}
        with open(given.json, "w") as file:
            json.dump(report, file)
    if world > 1:
        dist.barrier()  # nobody goes while another still writes
        dist.destroy_process_group()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--from", dest="source", metavar="FILE", help="checkpoint to go on from")
    source.add_argument("--new", metavar="FILE", help="JSON with config, optimizer and run of a new model; its tokenizer is made of the text")
    parser.add_argument("--text", required=True, metavar="FILE", help="what is trained on")
    parser.add_argument("--steps", required=True, type=int, metavar="N", help="steps in all, those before included")
    parser.add_argument("--out", required=True, metavar="FILE", help="checkpoint to write, replaced by each next one")
    parser.add_argument("--save-every", type=int, default=1000, metavar="N", help="steps between checkpoints; default 1000, and at the end")
    parser.add_argument("--every", type=int, default=10, metavar="N", help="steps between lines; default 10")
    parser.add_argument("--fsdp", action="store_true", help="shard the model over the processes")
    parser.add_argument("--json", metavar="FILE", help="losses and seconds of each step")
    parser.add_argument("--device", choices=["cuda", "cpu"], default="cuda" if torch.cuda.is_available() else "cpu")
    return parser.parse_args()


def encode(tokenizer, text):
    if tokenizer["name"] == "bytes":
        return torch.tensor(list(text))
    if tokenizer["name"] == "characters":
        ids = {character: i for i, character in enumerate(tokenizer["characters"])}
        return torch.tensor([ids[character] for character in text.decode()])
    raise SystemExit(f"expected a tokenizer of bytes or characters, got {tokenizer['name']}")


def new_model(path, text, device):
    """With the initial weights of packages/lm, but for the random numbers, which every process draws alike, on its device, since a CPU takes minutes for billions."""
    with open(path) as file:
        parts = json.load(file)
    parts.setdefault("tokenizer", {"name": "characters", "characters": "".join(sorted(set(text.decode())))})
    parts["config"].setdefault("vocabularySize", len(parts["tokenizer"].get("characters", range(256))))
    parts["run"].setdefault("seed", 1)
    torch.manual_seed(parts["run"]["seed"])
    with device:
        model = LanguageModel(parts["config"])
    residual = (2 * parts["config"]["layers"]) ** -0.5
    in_heads = {id(p) for block in model.layers for p in block.attention.parameters()}
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.ndim == 2 and id(parameter) not in in_heads:
                parameter.normal_(0, 0.02 * (residual if name.endswith("feedForward.out.weight") else 1))
            elif name.endswith((".O.W", ".W_O.weight")):
                parameter.mul_(residual)
    return model, {**parts, "step": 0}, None


def save(path, model, optimizer, parts, rank):
    """The whole of what is sharded is put together by all, and written by one."""
    whole = lambda x: x.full_tensor() if hasattr(x, "full_tensor") else x
    state = {name: whole(tensor).cpu() for name, tensor in model.state_dict().items()}
    moments = {
        name: {key: whole(optimizer.state[parameter][key]).cpu() for key in checkpoint.MOMENTS}
        for name, parameter in model.named_parameters()
    }
    if rank == 0:
        checkpoint.save(path, state, parts, moments)


if __name__ == "__main__":
    main()
