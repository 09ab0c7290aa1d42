"""Asks `demarche mcp` by the official Python client of the Model Context Protocol: lists the tools and calls each.

    python tests/interop/mcp.py DEMARCHE GRAPH

GRAPH is that of the two articles, as `tests/interop/run` builds it. The client holds the server's messages against the
protocol, and jsonschema holds its schemas and our arguments against JSON Schema.
"""

import asyncio
import json
import sys

# This file has the name of the package: its own folder must not come first.
sys.path.pop(0)

import jsonschema
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

CALLS = {
    "positions": {"topic": "security guarantees", "stance": "against"},
    "offices": {"of": "Germany"},
    "acts": {"relation": "met", "status": "occurred"},
    "ask": {"question": "Did Trump meet Putin?"},
    "evidence": {"actor": "Trump", "other": "Putin", "limit": 3},
    "query": {"sparql": "SELECT ?name { ?person a schema:Person ; schema:name ?name }"},
}


async def main():
    program, graph = sys.argv[1:]
    server = StdioServerParameters(command=program, args=["mcp", graph])
    async with stdio_client(server) as (read, write), ClientSession(read, write) as session:
        info = await session.initialize()
        assert "the graph does not say" in info.instructions
        tools = {tool.name: tool for tool in (await session.list_tools()).tools}
        assert set(tools) == set(CALLS), f"the tools are {sorted(tools)}"
        for name, arguments in CALLS.items():
            schema = tools[name].input_schema
            jsonschema.Draft202012Validator.check_schema(schema)
            jsonschema.validate(arguments, schema)
            result = await session.call_tool(name, arguments)
            assert not result.is_error, f"{name}: {result.content}"
            answer = result.structured_content
            assert json.loads(result.content[0].text) == answer
            print(f"{name}: {len(result.content[0].text)} characters")
            if name == "ask":
                assert answer["verdict"] == "yes" and answer["rows"][0]["facts"][0]["act"]["sources"][0]["quote"]
            elif name == "query":
                names = {row["name"]["value"] for row in answer["results"]["bindings"]}
                assert {"Donald Trump", "Vladimir Putin"} <= names
            else:
                found = answer[name]
                assert found and answer["found"] >= len(found)
                cited = {source["document"] for fact in found for source in fact.get("sources", [fact])}
                assert cited <= {document["document"] for document in answer["documents"]}
        for name, arguments, told in [
            ("positions", {"actor": "Zelenki"}, "did you mean 'Volodymyr Zelenskyy'?"),
            ("acts", {"relation": "kissed"}, "unknown variant"),
            ("query", {"sparql": "SELECT"}, "line 1"),
        ]:
            result = await session.call_tool(name, arguments)
            assert result.is_error and told in result.content[0].text, f"{name}: {result.content}"
        print("errors are told to the model")


asyncio.run(main())
