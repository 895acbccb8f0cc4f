using Catalog.Core.Values;

namespace Catalog.Web.Examples;

/// <summary>What the snippets of a lookup ask for.</summary>
public sealed record LookupExample
{
    /// <summary>Where the server is, without a slash at the end.</summary>
    public required string Server { get; init; }

    /// <summary>Feature references; empty when <see cref="Service"/> is given.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>The feature service; null when <see cref="Features"/> are given.</summary>
    public string? Service { get; init; }

    /// <summary>The join keys under which the request gives them, each with one value.</summary>
    public required IReadOnlyList<KeyValuePair<string, Value>> Keys { get; init; }

    /// <summary>Time of the entity row that a training set is asked for.</summary>
    public required Instant At { get; init; }
}
