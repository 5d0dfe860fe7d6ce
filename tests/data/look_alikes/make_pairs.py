#!/usr/bin/env python3
"""Makes alike.tsv and honest.tsv: names that could be taken for one another, and names that could not.

Knows nothing of the program that has to tell them apart. Letters come from Unicode's confusables.txt (those of the table below
were looked up in it); everything else is written out by hand. The honest pairs are real names, each
with those among the other real names that it is nearest to, so that they are the hardest that there are.

Columns: kind (the code's last part; "honest"), known name, its issuer, found name, its issuer. An issuer of "-" marks
publishers of models, which nobody vouches for.
"""
import itertools
import pathlib

GOOGLE = "https://accounts.google.com"
GITHUB_LOGIN = "https://github.com/login/oauth"
MICROSOFT = "https://login.microsoftonline.com"
ACTIONS = "https://token.actions.githubusercontent.com"
GITLAB = "https://gitlab.com"
IBM = "https://sigstore.verify.ibm.com/oauth2"
MODELS = "-"

# Unicode 15 confusables.txt: letters that have their prototype in common with the ASCII letter.
CONFUSABLE = {
    "a": "\u0430\u03b1\u0251\uff41", "c": "\u0441\u03f2\u217d", "e": "\u0435\u212e\u04bd", "g": "\u0261\u0581",
    "h": "\u04bb\u0570\u210e", "i": "\u0456\u0131\u2170", "j": "\u0458\u03f3", "l": "\u217c\u2113\u04c0",
    "n": "\u0578\u057c", "o": "\u043e\u03bf\u0585", "p": "\u0440\u03c1\u2374", "q": "\u051b\u0563", "r": "\u0433\uab47",
    "s": "\u0455\ua731", "u": "\u057d\u03c5", "v": "\u03bd\u0475", "w": "\u051d\u0461", "x": "\u0445\u00d7",
    "y": "\u0443\u04af\u1eff", "A": "\u0410\u0391", "B": "\u0412\u0392", "C": "\u0421\u216d", "E": "\u0415\u0395",
    "H": "\u041d\u0397", "I": "\u0406\u0399", "K": "\u041a\u039a", "M": "\u041c\u039c", "N": "\u039d", "O": "\u041e\u039f",
    "P": "\u0420\u03a1", "S": "\u0405\u054f", "T": "\u0422\u03a4", "X": "\u0425\u03a7",
}

SIGNERS = [
    ("release@eleuther.ai", GOOGLE), ("Granite.Preview@ibm.com", IBM), ("models@mistral.ai", GOOGLE),
    ("signing@nvidia.com", MICROSOFT), ("stella.biderman@eleuther.ai", GITHUB_LOGIN),
    ("https://github.com/EleutherAI/gpt-neox/.github/workflows/release.yml@refs/tags/v2.0", ACTIONS),
    ("https://github.com/NVIDIA/NeMo/.github/workflows/sign.yml@refs/heads/main", ACTIONS),
    ("https://github.com/huggingface/transformers/.github/workflows/build.yml@refs/tags/v4.40.0", ACTIONS),
    ("https://gitlab.com/inria/flaubert//.gitlab-ci.yml@refs/heads/main", GITLAB),
    ("https://github.com/sigstore/model-transparency/.github/workflows/release.yml@refs/tags/v1.0.0", ACTIONS),
]
PUBLISHERS = ["EleutherAI", "meta-llama", "mistralai", "stabilityai", "Qwen", "deepseek-ai", "HuggingFaceTB", "nvidia",
              "microsoft", "ibm-granite", "CohereForAI", "tiiuae", "databricks", "openai-community", "google-bert",
              "sentence-transformers", "black-forest-labs", "NousResearch", "internlm", "bigscience"]


def letters():
    """One letter exchanged for a confusable one: in turn through names, places and confusables."""
    names = [(name, MODELS) for name in PUBLISHERS] + SIGNERS
    turns = itertools.count(3)
    for name, issuer in names * 2:
        turn = next(turns)
        start = name.find("github.com/") + 11 if "github.com/" in name else name.find("gitlab.com/") + 11 if "gitlab" in name else 0
        end = name.find("/", start) if "://" in name else len(name)
        places = [at for at in range(start, end) if name[at] in CONFUSABLE]
        at = places[(turn * 7) % len(places)]
        choices = CONFUSABLE[name[at]]
        yield name, issuer, name[:at] + choices[turn % len(choices)] + name[at + 1:], issuer
    # ASCII that looks like other ASCII, and letters of one script throughout.
    for known, found in [("EleutherAI", "E1eutherAI"), ("EleutherAI", "EIeutherAI"), ("EleutherAI", "EleutherAl"),
                         ("meta-llama", "rneta-llama"), ("meta-llama", "meta-Ilama"), ("mistralai", "rnistralai"),
                         ("mistralai", "mistra1ai"), ("stabilityai", "stabi1ityai"), ("microsoft", "rnicrosoft"),
                         ("microsoft", "micr0soft"), ("microsoft", "MlCROSOFT"), ("tiiuae", "tiluae"), ("openai-community", "0penai-community"),
                         ("google-bert", "g00gle-bert"), ("google-bert", "goog1e-bert"), ("databricks", "clatabricks"),
                         ("nvidia", "nvidla"), ("bigscience", "bigsc\u200bience"), ("internlm", "intemlm"),
                         ("Qwen", "Qvven"), ("deepseek-ai", "\uff44\uff45\uff45\uff50\uff53\uff45\uff45\uff4b-ai"),
                         ("nvidia", "\U0001d427\U0001d42f\U0001d422\U0001d41d\U0001d422\U0001d41a"),
                         ("apple", "\u0430\u0440\u0440\u04cf\u0435"), ("openai", "\u043e\u0440\u0435\u043fai")]:
        yield known, MODELS, found, MODELS
    for known, found in [("models@mistral.ai", "models@rnistral.ai"), ("models@mistral.ai", "models@mistra1.ai"),
                         ("alice@gmail.com", "a1ice@gmail.com"), ("signing@nvidia.com", "signing@nvldia.com"),
                         ("release@eleuther.ai", "re1ease@eleuther.ai"), ("release@cloudmodels.org", "release@doudmodels.org")]:
        yield known, GOOGLE, found, GOOGLE


def spellings():
    for known, found in [
            ("EleutherAI", "EleuterAI"), ("EleutherAI", "EleutherrAI"), ("EleutherAI", "EluetherAI"), ("EleutherAI", "ElutherAI"),
            ("EleutherAI", "Eleuther-AI"), ("EleutherAI", "EleutherAI-official"), ("EleutherAI", "Eleuther"),
            ("meta-llama", "meta-lama"), ("meta-llama", "metallama"), ("meta-llama", "meta_llama"), ("meta-llama", "met-llama"),
            ("meta-llama", "meta-llamma"), ("meta-llama", "meat-llama"), ("mistralai", "mistral-ai"), ("mistralai", "mistal-ai"),
            ("mistralai", "mistrelai"), ("mistralai", "mistralia"), ("mistralai", "mistralai-team"), ("mistralai", "mistral"),
            ("stabilityai", "stability-ai"), ("stabilityai", "stabilltyai-official"), ("stabilityai", "stabiltyai"),
            ("stabilityai", "stabilityia"), ("deepseek-ai", "deepseek"), ("deepseek-ai", "deepseekai"), ("deepseek-ai", "deepsek-ai"),
            ("deepseek-ai", "deepseak-ai"), ("deepseek-ai", "official-deepseek-ai"), ("HuggingFaceTB", "HugginFaceTB"),
            ("HuggingFaceTB", "Hugging-Face-TB"), ("HuggingFaceTB", "HuggingFacesTB"), ("nvidia", "nvidea"), ("nvidia", "nvidiaa"),
            ("nvidia", "nvidia-official"), ("nvidia", "nvdia"), ("microsoft", "microsfot"), ("microsoft", "mircosoft"),
            ("microsoft", "microsoft-team"), ("microsoft", "microsoftt"), ("ibm-granite", "ibm-granit"), ("ibm-granite", "ibmgranite"),
            ("ibm-granite", "ibm-granlte-ai"), ("CohereForAI", "CohereForAl-team"), ("CohereForAI", "CohererForAI"),
            ("CohereForAI", "Cohere-For-AI"), ("tiiuae", "tiiuea"), ("tiiuae", "tii-uae"), ("databricks", "databrick"),
            ("databricks", "databrikcs"), ("databricks", "data-bricks"), ("openai-community", "openai-comunity"),
            ("openai-community", "open-ai-community"), ("google-bert", "gogle-bert"), ("google-bert", "google-bertt"),
            ("sentence-transformers", "sentence-transformer"), ("sentence-transformers", "sentnce-transformrs"),
            ("black-forest-labs", "blackforestlabs"), ("black-forest-labs", "black-forrest-labs"), ("NousResearch", "NousReserch"),
            ("NousResearch", "NoussResearch"), ("internlm", "internIm-ai"), ("internlm", "intern-lm"), ("bigscience", "bigsience"),
            ("bigscience", "big-science"), ("bigscience", "bigscienc"), ("Qwen", "Qwen-official"), ("Qwen", "Q-wen"),
            ("openai", "opennai"), ("allenai", "alllenai"), ("huggingface", "hugingface")]:
        yield known, MODELS, found, MODELS
    for known, found in [
            ("models@mistral.ai", "models@mistrall.ai"), ("models@mistral.ai", "models@mistral-ai.ai"),
            ("release@eleuther.ai", "release@eleuter.ai"),
            ("signing@nvidia.com", "signing@nvidai.com"), ("stella.biderman@gmail.com", "stella.bidermann@gmail.com"),
            ("stella.biderman@gmail.com", "stellabiderman@gmail.com"), ("stella.biderman@gmail.com", "stela.biderman@gmail.com"),
            ("release@huggingface.co", "release@hugginface.co"), ("release@anthropic.com", "release@anthropics.com")]:
        yield known, GOOGLE, found, GOOGLE
    for owner, found in [("EleutherAI", "EleuterAI"), ("EleutherAI", "Eleuther-AI"), ("huggingface", "hugging-face"),
                         ("huggingface", "huggingfacce"), ("sigstore", "sigsotre"), ("sigstore", "sig-store"),
                         ("pytorch", "pytroch"), ("tensorflow", "tensor-flow"), ("mistralai", "mistralai-official"),
                         ("vllm-project", "vlllm-project")]:
        address = "https://github.com/{}/release/.github/workflows/sign.yml@refs/heads/main"
        yield address.format(owner), ACTIONS, address.format(found), ACTIONS


def domains():
    for known, found in [
            ("models@mistral.ai", "models@mistral.io"), ("models@mistral.ai", "models@mistral.ai.example.com"),
            ("Granite.Preview@ibm.com", "Granite.Preview@ibm.co"), ("Granite.Preview@ibm.com", "Granite.Preview@gmail.com"),
            ("release@eleuther.ai", "release@eleuther.org"), ("signing@nvidia.com", "signing@nvidia.com.co"),
            ("stella.biderman@eleuther.ai", "stella.biderman@proton.me"), ("release@huggingface.co", "release@huggingface.com"),
            ("release@stability.ai", "release@stability.ai-models.net"),
            ("granite-signing-key@ibm.com", "granite-signing-key@outlook.com"),
            ("signer@eleuther-models.iam.gserviceaccount.com", "signer@eleuther-models.example.com")]:
        yield known, GOOGLE, found, GOOGLE
    for known, found in [("github.com/EleutherAI/gpt-neox", "gitlab.com/EleutherAI/gpt-neox"),
                         ("github.com/EleutherAI/gpt-neox", "github.com/someone/gpt-neox"),
                         ("github.com/huggingface/transformers", "github.com/stranger/transformers"),
                         ("github.com/sigstore/model-transparency", "github.com.example.org/sigstore/model-transparency"),
                         ("github.com/mistralai/mistral-inference", "github.io/mistralai/mistral-inference")]:
        address = "https://{}/.github/workflows/release.yml@refs/heads/main"
        yield address.format(known), ACTIONS, address.format(found), ACTIONS


def issuers():
    for (name, issuer), other in zip(SIGNERS, [GITHUB_LOGIN, GOOGLE, MICROSOFT, GOOGLE, GOOGLE, GITLAB, GOOGLE, GITHUB_LOGIN, ACTIONS,
                                               "https://token.actions.githubusercontent.com.example.org"]):
        yield name, issuer, name, other
    for name, issuer, other in [("alice@gmail.com", GOOGLE, GITHUB_LOGIN), ("alice@gmail.com", GOOGLE, "https://accounts.goog1e.com"),
                                ("team@openai.com", MICROSOFT, "https://oauth2.sigstore.dev/auth"),
                                ("release@qwen.ai", GOOGLE, "https://issuer.example/"), ("models@cohere.com", GITHUB_LOGIN, GOOGLE)]:
        yield name, issuer, name, other


def workflows():
    for known, found in [
            ("EleutherAI/gpt-neox/.github/workflows/release.yml@refs/tags/v2.0", "EleutherAI/gpt-neox/.github/workflows/test.yml@refs/tags/v2.0"),
            ("EleutherAI/gpt-neox/.github/workflows/release.yml@refs/tags/v2.0", "EleutherAI/gpt-neox/.github/workflows/release.yml@refs/heads/patch-1"),
            ("EleutherAI/gpt-neox/.github/workflows/release.yml@refs/tags/v2.0", "EleutherAI/gpt-neox/.github/workflows/release.yml@refs/pull/17/merge"),
            ("NVIDIA/NeMo/.github/workflows/sign.yml@refs/heads/main", "NVIDIA/NeMo/.github/workflows/sign.yaml@refs/heads/main"),
            ("NVIDIA/NeMo/.github/workflows/sign.yml@refs/heads/main", "NVIDIA/NeMo/.github/workflows/sign.yml@refs/heads/maln"),
            ("NVIDIA/NeMo/.github/workflows/sign.yml@refs/heads/main", "nvidia/nemo/.github/workflows/docs.yml@refs/heads/main"),
            ("huggingface/transformers/.github/workflows/build.yml@refs/tags/v4.40.0", "huggingface/transformers/.github/workflows/pr-labels.yml@refs/heads/main"),
            ("huggingface/transformers/.github/workflows/build.yml@refs/tags/v4.40.0", "huggingface/transformers/.github/workflows/build.yml@refs/heads/main"),
            ("sigstore/model-transparency/.github/workflows/release.yml@refs/tags/v1.0.0", "sigstore/model-transparency/.github/workflows/unit.yml@refs/pull/3/merge"),
            ("ibm-granite/models/.github/workflows/release.yml@refs/heads/main", "ibm-granite/models/.github/workflows/release2.yml@refs/heads/main")]:
        yield "https://github.com/" + known, ACTIONS, "https://github.com/" + found, ACTIONS
    for known, found in [("inria/flaubert//.gitlab-ci.yml@refs/heads/main", "inria/flaubert//.gitlab-ci.yml@refs/heads/feature"),
                         ("inria/flaubert//.gitlab-ci.yml@refs/heads/main", "inria/flaubert//ci/other.yml@refs/heads/main"),
                         ("inria/nlp/flaubert//.gitlab-ci.yml@refs/tags/1.0", "inria/nlp/flaubert//.gitlab-ci.yml@refs/merge-requests/9/head"),
                         ("kit/ml/models//sign.yml@refs/tags/v1", "kit/ml/models//deploy.yml@refs/tags/v1"),
                         ("gitlab-org/models//.gitlab-ci.yml@refs/heads/main", "gitlab-org/models//.gitlab-ci.yml@refs/heads/master")]:
        yield "https://gitlab.com/" + known, GITLAB, "https://gitlab.com/" + found, GITLAB


def distance(a, b):
    a, b = a.lower(), b.lower()
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row = row, [i]
        for j, y in enumerate(b, 1):
            row.append(min(last[j] + 1, row[-1] + 1, last[j - 1] + (x != y)))
    return row[-1]


def nearest(names, count):
    """The pairs of different names that are nearest to each other, by edits and length; at most three for each name."""
    pairs = {}
    for name in names:
        others = sorted((distance(name, other) / max(len(name), len(other)), other) for other in names if other != name)
        for far, other in others[:3]:
            pairs[tuple(sorted((name, other)))] = far
    return sorted(pairs, key=lambda pair: (pairs[pair], pair))[:count]


def honest(folder):
    names = {"hub": [], "forge": [], "mail": []}
    for line in (folder / "organisations.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            kind, _, rest = line.partition(" ")
            names[kind] += rest.split()
    for a, b in nearest(names["hub"], 250):
        yield a, MODELS, b, MODELS
    address = "https://github.com/{}/models/.github/workflows/release.yml@refs/heads/main"
    for a, b in nearest(names["forge"], 125):
        yield address.format(a), ACTIONS, address.format(b), ACTIONS
    for a, b in nearest(names["mail"], 125):
        yield "release@" + a, GOOGLE, "release@" + b, GOOGLE


def write(path, head, rows):
    path.write_text("# " + head + "; made by make_pairs.py\n" + "".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
    print(path.name, len(rows))


def main():
    folder = pathlib.Path(__file__).parent
    kinds = [("letters", letters), ("spelling", spellings), ("domain", domains), ("issuer", issuers), ("workflow", workflows)]
    write(folder / "alike.tsv", "Names that could be taken for known ones", [(kind, *row) for kind, make in kinds for row in make()])
    write(folder / "honest.tsv", "Names of different people", [("honest", *row) for row in honest(folder)])


if __name__ == "__main__":
    main()
