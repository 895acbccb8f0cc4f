using Catalog.Web.ViewModels;

namespace Catalog.Web.Examples;

/// <summary>How to have logged lookups compared now.</summary>
internal static class ProofSnippets
{
    /// <summary>Those of a view; all of them when it is null.</summary>
    internal static IReadOnlyList<Snippet> Of(string server, string? view) =>
    [
        new("CLI", CodeLanguage.Shell, $"./catalog verify{(view is null ? null : $" --view {view}")} \\\n  --server {server}"),
        new("HTTP", CodeLanguage.Shell, $$"""
            curl -s {{server}}/api/v1/verifications \
              -H 'content-type: application/json' \
              -d '{{{(view is null ? null : $"\"views\": [\"{view}\"]")}}}'
            """),
    ];
}
