using System.CommandLine.Parsing;
using Catalog.Core.Model;
using Catalog.Web.Queries;

namespace Catalog.Cli.Plans;

/// <summary>Reads the kind of definitions as people write it: <c>FeatureView</c>, <c>feature-views</c>, <c>view</c>.</summary>
internal static class KindNames
{
    internal static DefinitionKind? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Find(text) is { } kind)
        {
            return kind;
        }

        result.AddError($"There is no kind '{text}'; legal are {string.Join(", ", Enum.GetNames<DefinitionKind>())}.");
        return null;
    }

    private static DefinitionKind? Find(string text)
    {
        var word = Bare(text);
        return word == "datacontract" || word == "datacontracts"
            ? DefinitionKind.Contract
            : DefinitionKinds.All.FirstOrDefault(info => Bare(info.Kind.ToString()) == word || Bare(info.Plural) == word || info.Folder == word || info.Folder == word + "s")?.Kind;
    }

    private static string Bare(string text) =>
        text.Replace("-", string.Empty, StringComparison.Ordinal).Replace("_", string.Empty, StringComparison.Ordinal).Replace(" ", string.Empty, StringComparison.Ordinal).ToLowerInvariant();
}
