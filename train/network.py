"""The network: an encoder over word pieces, and heads that find acts, their status and their ends.

Each head stands by itself on the rows of words that `Network.words` gives, so that further heads can be put beside them.
"""
import torch
import torch.nn as nn

from examples import KINDS, MENTIONED, PATHS, RELATIONS, ROLES, STATUSES, UNRESOLVED

# Numbers of a feature's embedding, of the hidden layers, and of buckets of distance.
FEATURE = 16
TRIGGER, STATUS, ROLE, MATCH, INNER = 256, 128, 192, 64, 96
DISTANCES = 24
# Whether the encoder is trained in bfloat16 products: four times faster where the processor has them, ten times slower where not.
HALF = torch.cpu._is_avx512_bf16_supported()
# Distances in sentences, and likenesses of two mentions.
APART, LIKENESSES = 8, 16


class Network(nn.Module):
    # Whether to compute in bfloat16 when it is not trained too.
    half = False

    def __init__(self, encoder, tags, deprels):
        super().__init__()
        self.encoder = encoder
        self.tag = nn.Embedding(tags + 1, FEATURE)
        self.deprel = nn.Embedding(deprels + 1, FEATURE)
        self.kind = nn.Embedding(len(KINDS), FEATURE)
        self.entity = nn.Embedding(UNRESOLVED + 1, FEATURE)
        width = encoder.config.hidden_size + 4 * FEATURE
        self.drop = nn.Dropout(0.15)
        self.trigger = nn.Sequential(
            nn.Linear(width, TRIGGER), nn.ReLU(), nn.Dropout(0.15), nn.Linear(TRIGGER, len(RELATIONS))
        )
        self.status = nn.Sequential(nn.Linear(width, STATUS), nn.ReLU(), nn.Linear(STATUS, len(STATUSES)))
        self.role_of_trigger = nn.Linear(width, ROLE)
        self.role_of_word = nn.Linear(width, ROLE, bias=False)
        self.query = nn.Linear(width, MATCH)
        self.key = nn.Linear(width, MATCH)
        self.relation = nn.Embedding(len(RELATIONS), ROLE)
        self.distance = nn.Embedding(DISTANCES, ROLE)
        self.path = nn.Embedding(PATHS, ROLE)
        self.role = nn.Sequential(
            nn.Dropout(0.1), nn.Linear(ROLE + MATCH, INNER), nn.ReLU(), nn.Linear(INNER, len(ROLES))
        )
        self.mention = nn.Sequential(
            nn.Linear(width, STATUS), nn.ReLU(), nn.Dropout(0.1), nn.Linear(STATUS, len(MENTIONED) + 1)
        )
        self.link_of = nn.Linear(width, ROLE)
        self.link_to = nn.Linear(width, ROLE, bias=False)
        self.link_query = nn.Linear(width, MATCH)
        self.link_key = nn.Linear(width, MATCH)
        self.link_distance = nn.Embedding(DISTANCES, ROLE)
        self.link_apart = nn.Embedding(APART, ROLE)
        self.link_likeness = nn.Embedding(LIKENESSES, ROLE)
        self.link = nn.Sequential(nn.Dropout(0.1), nn.Linear(ROLE + MATCH, INNER), nn.ReLU(), nn.Linear(INNER, 1))
        self.first = nn.Sequential(nn.Linear(width, STATUS), nn.ReLU(), nn.Linear(STATUS, 1))
        for table in (
            self.relation,
            self.distance,
            self.path,
            self.link_distance,
            self.link_apart,
            self.link_likeness,
        ):
            nn.init.normal_(table.weight, std=0.02)
        # Most words are no trigger and no end.
        nn.init.constant_(self.trigger[-1].bias, -5.0)
        nn.init.constant_(self.role[-1].bias, -4.5)

    def words(self, ids, mask, starts, features):
        """Rows of words: windows × words × width. The row of a word is that of its first piece, with its features."""
        with torch.autocast("cpu", torch.bfloat16, enabled=(self.training or self.half) and HALF):
            hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        hidden = hidden.float()
        hidden = torch.gather(hidden, 1, starts.unsqueeze(-1).expand(-1, -1, hidden.size(-1)))
        tables = (self.tag, self.deprel, self.kind, self.entity)
        embedded = [table(features[..., k]) for k, table in enumerate(tables)]
        return torch.cat([self.drop(hidden), *embedded], -1)

    def roles(self, rows, window, trigger, relation, word, distance, path):
        """Scores of pairs of a trigger and a word: pairs × roles. `window`, `trigger` and `relation` tell of each act;
        `word` is pairs × (act, word of its window)."""
        act, at = word
        own = self.role_of_trigger(rows[window, trigger]) + self.relation(relation)
        every = self.role_of_word(rows)
        sums = own[act] + every[window[act], at] + self.distance(distance) + self.path(path)
        # How the trigger fits the word, beside what each is by itself.
        match = self.query(rows[window, trigger])[act] * self.key(rows)[window[act], at]
        return self.role(torch.cat([torch.relu(sums), match], -1))

    def links(self, rows, one, other, distance, apart, likeness):
        """Scores of pairs of mentions, that the first means whom the second means: pairs. `rows` are those of the mentions."""
        sums = self.link_of(rows)[one] + self.link_to(rows)[other]
        sums = sums + self.link_distance(distance) + self.link_apart(apart) + self.link_likeness(likeness)
        match = self.link_query(rows)[one] * self.link_key(rows)[other]
        return self.link(torch.cat([torch.relu(sums), match], -1)).squeeze(-1)


def quantized(network, weight_bits=7, row_bits=8):
    """Puts the encoder's products, and those of the heads' first layers, into the whole numbers that the program
    computes with: weights with a scale for each output, inputs with a scale for each row. For figures on what that
    costs; the network cannot be trained further."""
    most = 2 ** (weight_bits - 1) - 1
    top = 2 ** (row_bits - 1) - 1

    def rounded_rows(module, inputs):
        (x,) = inputs
        scale = x.abs().amax(-1, keepdim=True).clamp_min(1e-12) / top
        return ((x / scale).round() * scale,)

    for name, module in network.named_modules():
        if isinstance(module, nn.Linear) and (name.startswith("encoder.") or name in HEADS):
            scale = module.weight.detach().abs().amax(1, keepdim=True).clamp_min(1e-12) / most
            module.weight.data = (module.weight.detach() / scale).round() * scale
            module.register_forward_pre_hook(rounded_rows)
    return network


HEADS = (
    "trigger.0 trigger.3 status.0 status.2 role_of_trigger role_of_word query key role.1 role.3 "
    "mention.0 mention.3 link_of link_to link_query link_key link.1 link.3 first.0 first.2"
).split()
