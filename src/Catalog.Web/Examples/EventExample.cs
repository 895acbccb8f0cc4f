using System.Text.Json.Nodes;
using Ingestion.Model;

namespace Catalog.Web.Examples;

/// <summary>What the snippets of a source send and read.</summary>
/// <param name="Server">Where the server is, without a slash at the end.</param>
/// <param name="Source">The source.</param>
/// <param name="Event">One event as it is pushed: column by column.</param>
/// <param name="IsReal">Whether it is an event of the source, and not made up.</param>
public sealed record EventExample(string Server, Source Source, JsonObject Event, bool IsReal);
