"""The shapes of a report in PyTorch: eager, float32, on CUDA or on the CPU.

Reads one JSON object from standard input:
    {device: cuda | cpu, threads: of the CPU, 0 for torch's own choice,
     benchmark: layer | gradient | step | matmul, width, headWidth, layers, denseHeads, runs, rounds, warmUp,
     rows: [{id, kind, batch, length, heads, sparsity?, k?}]}
Prints one JSON object a line:
    {about}, what measures; {unavailable}, why nothing does; {note}, why a kind of row is not measured;
    {progress}; {id, wallMs, cpuMs, peakBytes} for each row that was.
Ends with 0 also where torch or CUDA is missing: that is an answer, too.
"""

import json
import statistics
import sys
import time


def tell(**message):
    print(json.dumps(message), flush=True)


def import_torch(asked):
    """torch with the device, or None after saying what is missing."""
    try:
        import torch
    except ImportError:
        tell(unavailable="this python3 has no torch: pip install torch")
        return None
    if asked["device"] == "cpu":
        if asked["threads"]:
            torch.set_num_threads(asked["threads"])
        return torch
    if not torch.cuda.is_available():
        tell(unavailable=f"torch {torch.__version__} finds no CUDA GPU")
        return None
    # Both of these would compute float32 products with 10 bits of mantissa.
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False
    return torch


def import_mosa():
    """The authors' modules of MoSA heads alone and beside dense ones, or None after saying how to get them."""
    try:
        from mosa import MoSA as beside
        from mosa.MoSA import PureMoSA as alone

        return alone, beside
    except Exception as error:  # whatever an installed package raises while it is imported
        tell(
            note="mosa heads are not measured, since the authors' package cannot be imported "
            f"({type(error).__name__}: {error}): git clone https://github.com/piotrpiekos/MoSA, and "
            "--peer-path MoSA"
        )
        return None


def dense_layer(torch, row, width, head_width):
    """Causal softmax attention between a projection to Q, K, V and one back, as a module. No rotary encoding."""

    class Dense(torch.nn.Module):
        def __init__(self):
            super().__init__()
            inner = row["heads"] * head_width
            self.qkv = torch.nn.Linear(width, 3 * inner, bias=False)
            self.out = torch.nn.Linear(inner, width, bias=False)

        def forward(self, x):
            batch, length, _ = x.shape
            # [B, T, 3 E h'] -> three of [B, E, T, h']
            parts = self.qkv(x).view(batch, length, 3, row["heads"], head_width).permute(2, 0, 3, 1, 4)
            y = torch.nn.functional.scaled_dot_product_attention(parts[0], parts[1], parts[2], is_causal=True)
            return self.out(y.transpose(1, 2).reshape(batch, length, -1))

    return Dense()


def attention_of(torch, asked, row, mosa):
    """What makes a row's attention, or None where it is not measured."""
    width, head_width, dense = asked["width"], asked["headWidth"], asked["denseHeads"]
    if row["kind"] == "dense":
        return lambda: dense_layer(torch, row, width, head_width)
    if row["kind"] != "mosa" or mosa is None:
        return None
    # The authors' heads know a sparsity, of which k follows; a k that no whole sparsity gives is not theirs.
    sparsity = row.get("sparsity") or row["length"] // row["k"]
    if row.get("k") and row["length"] // sparsity != row["k"]:
        return None
    alone, beside = mosa
    if dense == 0:
        return lambda: alone(row["heads"], sparsity, width, head_width)
    return lambda: beside(width, head_width, row["heads"], dense, row["length"], sparsity, "dense")


def training_step(torch, asked, row, make):
    """A step of AdamW of a decoder with V = 256: pre-norm blocks, 4 h wide, gradients clipped, the loss read."""
    nn, width, vocabulary = torch.nn, asked["width"], 256

    class Block(nn.Module):
        def __init__(self):
            super().__init__()
            self.norm1, self.norm2, self.attention = nn.LayerNorm(width), nn.LayerNorm(width), make()
            self.feed_forward = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

        def forward(self, x):
            y = self.attention(self.norm1(x))
            x = x + (y[0] if isinstance(y, tuple) else y)
            return x + self.feed_forward(self.norm2(x))

    blocks = [Block() for _ in range(asked["layers"])]
    ends = [nn.LayerNorm(width), nn.Linear(width, vocabulary, bias=False)]
    model = nn.Sequential(nn.Embedding(vocabulary, width), *blocks, *ends).to(asked["device"])
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4)
    size = (row["batch"], row["length"])
    tokens, targets = (torch.randint(0, vocabulary, size, device=asked["device"]) for _ in range(2))

    def step():
        optimizer.zero_grad(set_to_none=True)
        logits = model(tokens).view(-1, vocabulary)
        loss = nn.functional.cross_entropy(logits, targets.view(-1))
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 0.25)
        optimizer.step()
        return loss.item()

    return step


def work_of(torch, asked, row, mosa):
    """One run of a row as a function, or None where it is not measured."""
    width, head_width, benchmark = asked["width"], asked["headWidth"], asked["benchmark"]
    device = asked["device"]
    if benchmark == "matmul":
        shape = [row["length"]] * 2 if row["kind"] == "square" else [row["batch"] * row["heads"], row["length"], head_width]
        a, b = torch.randn(shape, device=device), torch.randn(shape, device=device)
        right = b if row["kind"] == "square" else b.transpose(1, 2)
        return lambda: torch.matmul(a, right)
    make = attention_of(torch, asked, row, mosa)
    if make is None:
        return None
    if benchmark == "step":
        return training_step(torch, asked, row, make)
    layer = make().to(device)
    x = torch.randn(row["batch"], row["length"], width, device=device, requires_grad=benchmark == "gradient")
    if benchmark == "layer":

        def forward():
            with torch.no_grad():
                return layer(x)

        return forward
    dy = torch.randn(row["batch"], row["length"], width, device=device)

    def both():
        layer.zero_grad(set_to_none=True)
        x.grad = None
        y = layer(x)
        # A layer may give more than its output.
        (y[0] if isinstance(y, tuple) else y).backward(dy)

    return both


def wait(torch, asked):
    """Until the device is done; the CPU is."""
    if asked["device"] == "cuda":
        torch.cuda.synchronize()


def warm_clock(torch, asked):
    """A second of real work: an idle GPU slows down."""
    if asked["device"] == "cpu":
        return
    product = torch.randn(4096, 4096, device="cuda")
    started = time.perf_counter()
    while time.perf_counter() - started < 1:
        for _ in range(10):
            product @ product
        torch.cuda.synchronize()


def measure(torch, asked, works):
    """Median milliseconds of a run and the least of CPU time, by row: rows take turns, as ours do."""
    times = {id: [] for id in works}
    cpu = {id: [] for id in works}
    for round in range(asked["rounds"]):
        tell(progress=f"round {round + 1} of {asked['rounds']}")
        warm_clock(torch, asked)
        for id, work in works.items():
            wait(torch, asked)
            started, used = time.perf_counter(), time.process_time()
            for _ in range(asked["runs"]):
                work()
            wait(torch, asked)
            times[id].append(1000 * (time.perf_counter() - started) / asked["runs"])
            cpu[id].append(1000 * (time.process_time() - used) / asked["runs"])
    return {id: (statistics.median(all), min(cpu[id])) for id, all in times.items()}


def held(torch, asked):
    """Bytes that torch's allocator has given out, None on the CPU, where it does not tell."""
    return torch.cuda.memory_allocated() if asked["device"] == "cuda" else None


def prepare(torch, asked, rows, mosa):
    """Those rows of one length that can be run, warmed up, and the most memory that each takes beyond what was there."""
    works, peaks = {}, {}
    for row in rows:
        before = held(torch, asked)
        if asked["device"] == "cuda":
            torch.cuda.reset_peak_memory_stats()
        work = None
        try:
            work = work_of(torch, asked, row, mosa)
            for _ in range(asked["warmUp"] + 1 if work else 0):
                work()
            wait(torch, asked)
        except torch.cuda.OutOfMemoryError:
            tell(note=f"{row['kind']}, T = {row['length']}, E = {row['heads']}: out of memory")
            work = None
        if work is not None:
            works[row["id"]] = work
            peaks[row["id"]] = None if before is None else torch.cuda.max_memory_allocated() - before
    return works, peaks


def main():
    asked = json.load(sys.stdin)
    torch = import_torch(asked)
    if torch is None:
        return
    torch.manual_seed(1)
    on = torch.cuda.get_device_name() if asked["device"] == "cuda" else f"CPU, {torch.get_num_threads()} threads"
    tell(about=f"torch {torch.__version__}, {on}, eager, float32, TF32 off")
    kinds = {row["kind"] for row in asked["rows"]}
    mosa = import_mosa() if "mosa" in kinds else None
    for kind in sorted(kinds - {"mosa", "dense", "square", "batched"}):
        tell(note=f"{kind} heads are not measured")
    for length in sorted({row["length"] for row in asked["rows"]}):
        rows = [row for row in asked["rows"] if row["length"] == length]
        works, peaks = prepare(torch, asked, rows, mosa)
        if not works:
            continue
        for id, (milliseconds, cpu) in measure(torch, asked, works).items():
            tell(id=id, wallMs=milliseconds, cpuMs=cpu if asked["device"] == "cpu" else None, peakBytes=peaks[id])
        works.clear()
        if asked["device"] == "cuda":
            torch.cuda.empty_cache()


main()
