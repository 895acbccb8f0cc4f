using Catalog.Web.ViewModels;

namespace Catalog.Web.Queries;

/// <summary>The words of lifecycles, of products and of contracts.</summary>
public static class Lifecycles
{
    /// <summary>The light of a lifecycle status; words that the standards leave open are unknown.</summary>
    public static Status StatusOf(string lifecycle) => lifecycle.ToLowerInvariant() switch
    {
        "active" => Status.Fresh,
        "deprecated" => Status.Late,
        "retired" => Status.Stale,
        _ => Status.Unknown,
    };

    /// <summary>The status as a word of its own.</summary>
    public static string WordOf(string lifecycle) => lifecycle.Length == 0 ? lifecycle : char.ToUpperInvariant(lifecycle[0]) + lifecycle[1..];
}
