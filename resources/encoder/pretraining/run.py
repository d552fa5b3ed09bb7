"""A run of pre-training: the nets, the optimiser and the counts that a restart has to find again. Not here: what a step does."""
import copy
import os

import torch

from pretraining import network, objective, weights_file


class Sampler:
    """Batches drawn from the pools (sharp photos of 128 px, small ones of 64) in proportion to their number times a weight."""

    def __init__(self, pools, device, weights):
        self.pools = [torch.from_numpy(pool).to(device) for pool in pools]
        share = torch.tensor([len(p) * w for p, w in zip(self.pools, weights)])
        self.shares = (share / share.sum()).tolist()

    def draw(self, n):
        counts = [round(n * share) for share in self.shares]
        counts[0] += n - sum(counts)
        return [p[torch.randint(len(p), (c,), device=p.device)] for p, c in zip(self.pools, counts) if c]


class Run:
    """Everything that a restart has to find again: nets, optimiser, counts."""

    def __init__(self, args):
        self.args = args
        device = torch.device(args.device)
        self.encoder = network.Encoder().to(device, memory_format=torch.channels_last)
        self.average = copy.deepcopy(self.encoder).eval()
        self.projector = objective.projector(self.encoder.features, args.hidden, args.dim, args.layers).to(device)
        parameters = [*self.encoder.parameters(), *self.projector.parameters()]
        groups = [{"params": [p for p in parameters if p.dim() > 1], "weight_decay": args.decay},
                  {"params": [p for p in parameters if p.dim() == 1], "weight_decay": 0.0}]
        self.optimiser = torch.optim.AdamW(groups, lr=args.lr, fused=device.type == "cuda")
        self.neighbours = objective.Neighbours(args.neighbours, device, args.dim) if args.neighbours else None
        self.step, self.seconds, self.seen, self.views = 0, 0.0, 0, 0
        # what the weights it began with had learned from, if any
        self.before = None
        self.path = os.path.join(args.out, "last.pt")

    def parts(self):
        return {"encoder": self.encoder, "average": self.average, "projector": self.projector, "optimiser": self.optimiser}

    def save(self):
        state = {name: part.state_dict() for name, part in self.parts().items()}
        counts = {"step": self.step, "seconds": self.seconds, "seen": self.seen, "views": self.views}
        torch.save({**state, "counts": counts, "before": self.before}, f"{self.path}.new")
        os.replace(f"{self.path}.new", self.path)

    def resume(self):
        if not os.path.exists(self.path):
            return False
        state = torch.load(self.path, map_location=self.args.device)
        for name, part in self.parts().items():
            part.load_state_dict(state[name])
        vars(self).update(state["counts"])
        self.before = state.get("before")
        return True

    def begin(self, path, pixels):
        """Takes the weights of an encoder.bin; `pixels` (uint8 [n, s, s, 3]) fix the batch norms it has lost."""
        header, tensors = weights_file.read(path)
        if header["architecture"] != network.ARCHITECTURE:
            raise ValueError(f"{path}: expected the architecture of network.py, got {header['architecture']}")
        photos = torch.as_tensor(pixels, device=self.args.device).permute(0, 3, 1, 2).float() / 127.5 - 1
        network.unfold(self.encoder, tensors, photos.contiguous(memory_format=torch.channels_last))
        self.average.load_state_dict(self.encoder.state_dict())
        self.before = {**header["trained"], "version": header["version"]}

    @torch.no_grad()
    def follow(self):
        """Moves the averaged weights towards the trained ones (Tarvainen and Valpola 2017)."""
        momentum = min(self.args.average, self.step / (self.step + 10))
        slow, fast = ([v for v in net.state_dict().values() if v.dtype.is_floating_point] for net in (self.average, self.encoder))
        torch._foreach_lerp_(slow, fast, 1 - momentum)
