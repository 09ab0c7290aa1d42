from typing import Any, List, Optional, Tuple, final

__all__ = [
    "Graph",
    "Job",
    "Reader",
    "Store",
    "total_bytes",
    "__version__",
    "FORMATS",
    "RELATIONS",
    "ACT_STATUSES",
    "OFFICE_STATUSES",
    "ENTITY_KINDS",
]

__version__: str
FORMATS: List[str]
RELATIONS: List[str]
ACT_STATUSES: List[str]
OFFICE_STATUSES: List[str]
ENTITY_KINDS: List[str]

def total_bytes(paths: List[str]) -> Optional[int]: ...

@final
class Reader:
    notes: List[str]
    def __new__(
        cls,
        jobs: int,
        min_confidence: float,
        known: List[Tuple[str, str]],
        date: Optional[str],
        format: Optional[str],
        fields: List[str],
        encoding: Optional[str],
    ) -> Reader: ...
    def read(self, id: str, text: str) -> Tuple[str, Graph]: ...

@final
class Job:
    @staticmethod
    def extract(reader: Reader, paths: Optional[List[str]]) -> Job: ...
    @staticmethod
    def build(reader: Reader, paths: Optional[List[str]]) -> Job: ...
    @staticmethod
    def grow(reader: Reader, store: Store, name: str, paths: Optional[List[str]]) -> Job: ...
    @staticmethod
    def verify(graph: Graph, reader: Reader, paths: Optional[List[str]]) -> Job: ...
    def wants(self) -> bool: ...
    def give(self, article: Optional[str]) -> None: ...
    def wait(self, seconds: float) -> Optional[Tuple[str, Any]]: ...
    def progress(self) -> Tuple[int, int]: ...
    def lost(self) -> int: ...
    def cancel(self) -> None: ...

@final
class Graph:
    @staticmethod
    def read(paths: List[str]) -> Tuple[Graph, List[str]]: ...
    @staticmethod
    def from_jsonld(text: str) -> Graph: ...
    @staticmethod
    def from_records(records: List[str]) -> Graph: ...
    @staticmethod
    def merge(graphs: List[Graph], rulings: Optional[Tuple[str, str]]) -> Tuple[Graph, List[str]]: ...
    def counts(self) -> Tuple[int, int, int, int, int, int]: ...
    def replacing(self) -> List[str]: ...
    def export(
        self,
        format: str,
        path: Optional[str],
        base: Optional[str],
        bom: bool,
        one_a_day: bool,
        actors: List[Tuple[str, str]],
        top: Optional[int],
        positions: bool,
        focus: List[str],
    ) -> Optional[bytes]: ...
    def core(self, most: int) -> Tuple[Graph, int]: ...
    def acts(
        self,
        source: Optional[str],
        relation: Optional[str],
        target: Optional[str],
        topic: Optional[str],
        status: Optional[str],
        on: Optional[str],
        since: Optional[str],
        until: Optional[str],
        place: Optional[str],
        reporter: Optional[str],
        document: Optional[str],
        min_confidence: float,
        meaning: bool,
    ) -> str: ...
    def positions(
        self,
        actor: Optional[str],
        topic: Optional[str],
        stance: Optional[str],
        on: Optional[str],
        since: Optional[str],
        until: Optional[str],
        reporter: Optional[str],
        form: str,
        meaning: bool,
    ) -> str: ...
    def offices(
        self, holder: Optional[str], of: Optional[str], title: Optional[str], on: Optional[str]
    ) -> str: ...
    def ask(self, question: str) -> str: ...
    def query(self, text: str, seconds: Optional[float], rows: Optional[int]) -> Tuple[str, str, bool]: ...
    def issues(self) -> str: ...
    def entities(self) -> str: ...
    def documents(self) -> str: ...

@final
class Store:
    @staticmethod
    def open(path: str, create: bool) -> Store: ...
    def graph(self) -> Graph: ...
    def merge(self, graphs: List[Graph], records: List[str]) -> None: ...
    def forget(self, documents: List[str]) -> int: ...
    def newest(self) -> Optional[str]: ...
    def acts(
        self,
        source: Optional[str],
        relation: Optional[str],
        target: Optional[str],
        topic: Optional[str],
        status: Optional[str],
        since: Optional[str],
        until: Optional[str],
        place: Optional[str],
        reporter: Optional[str],
        document: Optional[str],
    ) -> Graph: ...
    def positions(self, actor: Optional[str], topic: Optional[str]) -> Graph: ...
    def offices(self, holder: Optional[str], of: Optional[str], title: Optional[str]) -> Graph: ...
    def ask(self, question: str) -> str: ...
