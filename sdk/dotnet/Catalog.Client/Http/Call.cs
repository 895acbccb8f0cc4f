namespace Catalog.Client;

/// <summary>A call to make.</summary>
/// <param name="Attempted">What it is for, as the beginning of a sentence.</param>
/// <param name="Method">The method.</param>
/// <param name="Path">Path with query, relative to the address of the server.</param>
internal sealed record Call(string Attempted, HttpMethod Method, string Path)
{
    /// <summary>Makes the body, anew for every attempt; null for none.</summary>
    internal Func<HttpContent>? Content { get; init; }

    /// <summary>A header of its own.</summary>
    internal (string Name, string Value)? Header { get; init; }

    /// <summary>Whether it may be made twice.</summary>
    internal bool IsSafe { get; init; } = Method == HttpMethod.Get;

    /// <summary>How long to wait for the answer to begin, and for each part of it; null for the standard.</summary>
    internal TimeSpan? Timeout { get; init; }

    /// <summary>A name as one part of an address.</summary>
    /// <exception cref="ArgumentException">No address can hold it.</exception>
    internal static string Escape(string name) => name is "." or ".."
        ? throw new ArgumentException($"'{name}' is no name; to an address it means a folder.", nameof(name))
        : Uri.EscapeDataString(name);
}
