"""The file of a graph in, an onnxruntime session that is a good neighbour on the machine out."""

import os
from pathlib import Path

import onnxruntime

_OPTIONS = {
    # Threads that spin while they wait for work make everything on a busy machine several times
    # slower, this program first.
    "session.intra_op.allow_spinning": "0",
    # x86 processors without VNNI add up products of 8-bit integers in 16 bits, which overflow;
    # there, and only there, slower products that do not.
    "session.x64quantprecision": "1",
}


def open_session(graph: Path) -> onnxruntime.InferenceSession:
    """Return a session; onnxruntime's own errors, right below Exception, come through."""
    options = onnxruntime.SessionOptions()
    for key, value in _OPTIONS.items():
        options.add_session_config_entry(key, value)
    # Left to itself, onnxruntime pins each thread to a core, busy or not.
    options.intra_op_num_threads = os.cpu_count() or 1
    # The arena would keep the most memory that any text ever took.
    options.enable_cpu_mem_arena = False
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
