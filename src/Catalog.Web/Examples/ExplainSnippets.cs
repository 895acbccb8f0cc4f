using Catalog.Web.Formatting;
using Catalog.Web.Http;
using Catalog.Web.ViewModels;

namespace Catalog.Web.Examples;

/// <summary>How to have a value explained elsewhere.</summary>
internal static class ExplainSnippets
{
    /// <summary>By the command line and HTTP.</summary>
    internal static IReadOnlyList<Snippet> Of(string server, string feature, ExplainForm form)
    {
        var keys = form.Fields.Select(static field => field.IsNull ? $"--null {Literals.Argument(field.Name)}" : Literals.Argument($"{field.Name}={field.Text}"));
        var options = new[] { ("--at", form.At), ("--as-known-at", form.Known), ("--sequence", form.Sequence) }
            .Where(static option => option.Item2.Length > 0)
            .Select(static option => $"{option.Item1} {Literals.Argument(option.Item2)}");
        return
        [
            new("CLI", CodeLanguage.Shell, string.Join(" \\\n  ", ["./catalog explain", Literals.Argument(feature), .. keys, .. options, $"--server {server}"])),
            new("HTTP", CodeLanguage.Shell, $"curl -s '{server}{DocumentOf(feature, form)}'"),
        ];
    }

    /// <summary>Address of the document.</summary>
    internal static string DocumentOf(string feature, ExplainForm form) => Addresses.Of(
        ExplanationEndpoints.Route,
        [
            ("feature", feature),
            .. form.Fields.Select(static field => field.IsNull ? (ExplanationEndpoints.NullName, (string?)field.Name) : (ExplanationEndpoints.KeyPrefix + Uri.EscapeDataString(field.Name), field.Text)),
            ("at", form.At),
            ("as_known_at", form.Known),
            ("sequence", form.Sequence),
        ]);
}
