"""
Holds mosa_torch.py to golden/, which the float64 reference of mosa-js wrote: python test_mosa_torch.py. With --write it writes golden/torch.safetensors and
golden/torch.json, a run from here that test/golden.test.js goes on with.
"""

import json
import pathlib
import sys
import tempfile

import torch

import checkpoint
import training

golden = pathlib.Path(__file__).parent / "golden"
names = sorted(path.name.split(".")[0] for path in golden.glob("*.expected.safetensors"))


def losses_of(model, parts, moments, text, steps, until):
    """Losses of the steps up to one, as packages/lm trains. → (losses, moments)"""
    run, optimizer_config = parts["run"], parts["optimizer"]
    characters = list(parts["tokenizer"]["characters"])
    tokens = torch.tensor([characters.index(character) for character in text])
    optimizer = training.adamw(model, optimizer_config, moments, steps)
    model.train()
    losses = []
    for step in range(steps + 1, until + 1):
        rule = run.get("thresholds")
        training.set_warmup(model, rule, step)
        inputs, targets = training.batch_of(tokens, run["batch"], run["length"], run["seed"], step)
        for group in optimizer.param_groups:
            group["lr"] = float(torch.tensor(training.learning_rate(optimizer_config, step), dtype=torch.float32))
        loss = torch.nn.functional.cross_entropy(model(inputs).flatten(0, 1), targets.flatten())
        optimizer.zero_grad()
        loss.backward()
        training.clip_gradients(model, optimizer_config.get("clip"))
        optimizer.step()
        training.move_thresholds(model, rule, step)
        losses.append(loss.item())
    kept = {name: {key: optimizer.state[p][key] for key in checkpoint.MOMENTS} for name, p in model.named_parameters()}
    return losses, kept


def test_logits():
    for name in names:
        expected, _ = checkpoint.read_safetensors(golden / f"{name}.expected.safetensors")
        for dtype, bound in ((torch.float64, 1e-10), (torch.float32, 2e-5)):
            model, _, _ = checkpoint.load(golden / f"{name}.safetensors", dtype)
            logits = model.eval()(expected["tokens"].long())
            error = (logits.double() - expected["logits"]).abs().max().item()
            print(f"{name} {dtype}: logits off by {error:.1e}")
            assert error < bound, (name, dtype, error)


def test_round_trip():
    for name in [*names, "run"]:
        path = golden / f"{name}.safetensors"
        model, parts, moments = checkpoint.load(path)
        with tempfile.TemporaryDirectory() as folder:
            checkpoint.save(f"{folder}/again.safetensors", model.state_dict(), parts, moments)
            before, after = checkpoint.read_safetensors(path), checkpoint.read_safetensors(f"{folder}/again.safetensors")
        assert before[0].keys() == after[0].keys()
        assert all(torch.equal(tensor, after[0][key]) and tensor.dtype == after[0][key].dtype for key, tensor in before[0].items()), name
        assert {key: json.loads(value) for key, value in before[1].items() if key not in ("format", "version")} == parts
    print("checkpoints come back bit by bit")


def test_goes_on():
    told = json.loads((golden / "run.json").read_text())
    model, parts, moments = checkpoint.load(golden / "run.safetensors")
    steps = parts["step"]
    losses, _ = losses_of(model, parts, moments, told["text"], steps, steps + told["steps"]["after"])
    worst = max(abs(a - b) for a, b in zip(losses, told["losses"]))
    print(f"{len(losses)} losses after step {steps} of a run of JavaScript: off by {worst:.1e}")
    assert len(losses) == told["steps"]["after"] and worst < 1e-8


def test_refuses():
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "cut.safetensors"
        path.write_bytes((golden / "expert.safetensors").read_bytes()[:-10])
        for break_ in (lambda: checkpoint.load(path), lambda: checkpoint.load(golden / "expert.expected.safetensors")):
            try:
                break_()
            except ValueError as error:
                print("refused:", error)
            else:
                raise AssertionError("it was taken")


def write():
    """A run that begins as golden/run.safetensors: its checkpoint some steps later, and the losses of those after it."""
    told = json.loads((golden / "run.json").read_text())
    model, parts, moments = checkpoint.load(golden / "run.safetensors")
    reached = parts["step"] + 6
    _, moments = losses_of(model, parts, moments, told["text"], parts["step"], reached)
    checkpoint.save(golden / "torch.safetensors", model.state_dict(), {**parts, "step": reached}, moments)
    model, parts, moments = checkpoint.load(golden / "torch.safetensors")
    losses, _ = losses_of(model, parts, moments, told["text"], reached, reached + 20)
    (golden / "torch.json").write_text(json.dumps({"torch": torch.__version__, "losses": losses}, indent=1) + "\n")


if __name__ == "__main__":
    torch.manual_seed(0)
    if "--write" in sys.argv:
        write()
    for test in (test_logits, test_round_trip, test_goes_on, test_refuses):
        test()
