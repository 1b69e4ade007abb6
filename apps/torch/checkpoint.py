"""Checkpoints of @mosa-js/lm, and files of the authors' names: safetensors, read and written here in a few lines, so that torch is all there is to install."""

import ctypes
import json
import os
import struct

import torch

from mosa_torch import LanguageModel, attention_of, part_names, parts_of

DTYPES = {"F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16, "I32": torch.int32, "I64": torch.int64}
CODES = {dtype: code for code, dtype in DTYPES.items()}
MOMENTS = {"exp_avg": "optimizer.first.", "exp_avg_sq": "optimizer.second."}


def read_safetensors(path):
    """Tensors by name, and the texts of the file."""
    with open(path, "rb") as file:
        size = os.fstat(file.fileno()).st_size
        length = struct.unpack("<Q", file.read(8))[0] if size >= 8 else size
        if length > size - 8:
            raise ValueError(f"{path}: expected a safetensors file, got a header of {length} bytes in a file of {size}")
        header = json.loads(file.read(length))
        data = bytearray(file.read())
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        if end > len(data):
            raise ValueError(f"{path}: expected {end} bytes of tensors, got {len(data)}: it is cut off")
        raw = torch.frombuffer(data, dtype=torch.uint8, count=end - begin, offset=begin) if end > begin else torch.empty(0, dtype=torch.uint8)
        tensors[name] = raw.clone().view(DTYPES[entry["dtype"]]).reshape(entry["shape"])
    return tensors, metadata


def write_safetensors(path, tensors, metadata):
    """As a whole or not at all."""
    header, start, order = {"__metadata__": metadata}, 0, sorted(tensors, key=lambda name: (-tensors[name].element_size(), name))
    for name in order:
        size = tensors[name].numel() * tensors[name].element_size()
        header[name] = {"dtype": CODES[tensors[name].dtype], "shape": list(tensors[name].shape), "data_offsets": [start, start + size]}
        start += size
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    temporary = f"{path}.{os.getpid()}.tmp"
    try:
        with open(temporary, "wb") as file:
            file.write(struct.pack("<Q", len(text)) + text)
            for name in order:
                tensor = tensors[name].detach().cpu().contiguous()
                file.write(ctypes.string_at(tensor.data_ptr(), tensor.numel() * tensor.element_size()))
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        if os.path.exists(temporary):
            os.remove(temporary)
        raise


def names_of(config):
    """Names of tensors in a checkpoint of packages/lm, by their names here."""
    names = {"embedding.weight": "embedding.weight", "norm.weight": "norm.weight"}
    if not config.get("tiedOutput"):
        names["output.weight"] = "output.weight"
    for layer, attention in enumerate(attention_of(config)):
        at = f"layers.{layer}."
        for name in ("norm1.weight", "norm2.weight", "feedForward.in.weight", "feedForward.out.weight"):
            names[at + name] = at + name
        names.update(heads_names(attention, f"{at}attention.", f"{at}attention."))
    return names


def heads_names(config, here, there):
    if config["kind"] == "sum":
        keys = list(config["parts"]) if isinstance(config["parts"], dict) else [f"parts.{i}" for i in range(len(config["parts"]))]
        parts = zip(part_names(config), keys, parts_of(config))
        return {k: v for name, key, part in parts for k, v in heads_names(part, f"{here}{name}.", f"{there}{key}.").items()}
    if config["kind"] != "mosa":
        return {f"{here}W_QKV.weight": f"{there}qkv.weight", f"{here}W_O.weight": f"{there}out.weight"}
    names = {f"{here}r.0.weight": f"{there}router.weight", f"{here}QKV.W": f"{there}qkv.weight", f"{here}O.W": f"{there}out.weight"}
    if isinstance(config.get("selection"), dict):
        names[f"{here}threshold"] = f"{there}router.threshold"
    return names


def config_of(metadata, path):
    """The parts of a checkpoint, or of what `mosa-lm export` wrote."""
    if "mosa-js" in metadata:
        return json.loads(metadata["mosa-js"])
    if metadata.get("format") != "mosa-js-lm":
        raise ValueError(f"{path}: expected a checkpoint of @mosa-js/lm or a file of mosa-lm export, got neither")
    known = ("config", "optimizer", "run", "step", "tokenizer", "best")
    return {name: json.loads(metadata[name]) for name in known if name in metadata}


def load(path, dtype=None):
    """A model with its weights → (model, parts, moments). Moments are None where the file has none; parts are those of its metadata."""
    tensors, metadata = read_safetensors(path)
    parts = config_of(metadata, path)
    model = LanguageModel(parts["config"])
    names = names_of(parts["config"])
    is_own = "mosa-js" not in metadata or any(name in tensors for name in set(names.values()) - set(names))
    stored = {here: there if is_own else here for here, there in names.items()}
    missing = [name for name in stored.values() if name not in tensors]
    unknown = [name for name in tensors if name not in stored.values() and not name.startswith("optimizer.")]
    if missing or unknown:
        raise ValueError(f"{path}: expected the tensors of its configuration, lacks {missing[:8]}, has {unknown[:8]} besides")
    wide = dtype or (torch.float64 if tensors[stored["embedding.weight"]].dtype == torch.float64 else torch.float32)
    model.to(wide).load_state_dict({here: tensors[there].to(wide) for here, there in stored.items()})
    moments = None
    if f"{MOMENTS['exp_avg']}{stored['embedding.weight']}" in tensors:
        trained = [name for name, _ in model.named_parameters()]
        moments = {name: {key: tensors[prefix + stored[name]].to(wide) for key, prefix in MOMENTS.items()} for name in trained}
    return model, parts, moments


def save(path, state, parts, moments=None):
    """
    A checkpoint that packages/lm goes on from. state: the model's state_dict, whole, on any device; moments as `load` gives them; parts with the
    step that was reached. Names of wrappers (`module.`, `_orig_mod.`) must be gone.
    """
    names = names_of(parts["config"])
    tensors = {there: state[here] for here, there in names.items()}
    for here, own in (moments or {}).items():
        for key, prefix in MOMENTS.items():
            tensors[prefix + names[here]] = own[key]
    metadata = {"format": "mosa-js-lm", "version": "1", **{name: json.dumps(part) for name, part in parts.items()}}
    write_safetensors(path, tensors, metadata)
