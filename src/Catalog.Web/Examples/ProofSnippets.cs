using Catalog.Web.ViewModels;

namespace Catalog.Web.Examples;

/// <summary>How to have the logged lookups of a view compared now.</summary>
internal static class ProofSnippets
{
    internal static IReadOnlyList<Snippet> Of(string server, string view) =>
    [
        new("CLI", CodeLanguage.Shell, $"./catalog verify --view {view} \\\n  --server {server}"),
        new("HTTP", CodeLanguage.Shell, $$"""
            curl -s {{server}}/api/v1/verifications \
              -H 'content-type: application/json' \
              -d '{"views": ["{{view}}"]}'
            """),
    ];
}
