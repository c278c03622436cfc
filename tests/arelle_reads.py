"""What Arelle, a program of its own, reads in packages: run as a script, for it changes the process it is in.

    python arelle_reads.py round-to-nearest|truncation PACKAGE…

Prints, by package, `log` (whatever Arelle has to say, codes and messages; nothing is good) and `facts`.
"""

import html
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

ROUNDED, TRUNCATED = "round-to-nearest", "truncation"


def read(packages: Iterable[Path], mode: str = ROUNDED) -> list[dict]:
    """What Arelle says of each package and reads in it; skips the test where there is no Arelle."""
    import pytest  # Arelle's own environment has none

    own = Path(sys.prefix) / "arelle" / ("Scripts" if os.name == "nt" else "bin") / "python"
    python = str(own) if own.exists() else sys.executable if find_spec("arelle") else ""
    if not python:
        pytest.skip(f"no Arelle to read Inline XBRL with: `make test` puts it into {own.parents[1]}")
    with tempfile.TemporaryDirectory() as home:  # it leaves its settings there
        env = os.environ | {"HOME": home, "XDG_CONFIG_HOME": home}
        command = [python, __file__, mode, *map(str, packages)]
        done = subprocess.run(command, capture_output=True, text=True, env=env)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def facts(model) -> dict[str, dict]:
    """The facts of a report by their ids: values as text, names without their prefixes."""
    made = {}
    for fact in model.facts:
        dimensions = {name.localName: one for name, one in fact.context.qnameDims.items()}
        made[fact.id] = {
            "concept": fact.qname.localName,
            "type": fact.concept.typeQname.localName,
            "value": f"{fact.xValue:f}" if fact.isNumeric else fact.xValue,
            "decimals": fact.decimals,
            "unit": None
            if fact.unit is None
            else [[str(one) for one in part] for part in fact.unit.measures],
            "period": [str(fact.context.startDatetime or ""), str(fact.context.endDatetime)],
            "entity": list(fact.context.entityIdentifier),
            "dimensions": {
                name: one.memberQname.localName if one.isExplicit else one.typedMember.stringValue
                for name, one in dimensions.items()
            },
            "footnotes": [
                html.unescape(one.toModelObject.stringValue)  # XHTML, as its source
                for one in _footnotes(model).fromModelObject(fact)
            ],
        }
    return made


def _footnotes(model):
    return model.relationshipSet("http://www.xbrl.org/2003/arcrole/fact-footnote")


def main(mode: str, *packages: str) -> None:
    from arelle.api.Session import Session
    from arelle.logging.handlers.StructuredMessageLogHandler import StructuredMessageLogHandler
    from arelle.RuntimeOptions import RuntimeOptions

    made = []
    for package in packages:
        options = RuntimeOptions(
            entrypointFile=package,
            calcs=mode,
            disablePersistentConfig=True,
            internetConnectivity="offline",
            keepOpen=True,
            plugins="inlineXbrlDocumentSet",
            reportPackage=True,
            validate=True,
        )
        with Session() as session:
            session.run(options, logHandler=StructuredMessageLogHandler())
            said = [one for one in session.get_log_messages() if one["messageCode"] not in ("", "info")]
            log = [f"{one['messageCode']}: {one['msg']}" for one in said]
            (model,) = session.get_models()
            made.append({"log": log, "facts": facts(model)})
    print(json.dumps(made, ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
