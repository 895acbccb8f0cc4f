using System.Text;

namespace Lineage.Parsing;

/// <summary>What a namespace and a name may be. The limits keep both within one index entry of PostgreSQL (2,704 bytes).</summary>
internal static class EntityName
{
    public const int MaxNamespaceBytes = 512;
    public const int MaxNameBytes = 2000;

    public const string Advice = "Give a namespace of 1 to 512 bytes and a name of 1 to 2000 bytes, both without the zero character.";

    /// <summary>What is wrong with the pair, in words that complete "has ..."; null when nothing is.</summary>
    public static string? FindFault(string? space, string? name)
        => FindFault("namespace", space, MaxNamespaceBytes) ?? FindFault("name", name, MaxNameBytes);

    private static string? FindFault(string what, string? text, int limit)
    {
        if (string.IsNullOrEmpty(text))
        {
            return $"no {what}";
        }

        if (text.Contains('\0', StringComparison.Ordinal))
        {
            return $"a zero character in its {what}";
        }

        return Encoding.UTF8.GetByteCount(text) > limit ? $"a {what} of more than {limit} bytes" : null;
    }
}
