using System.Text.RegularExpressions;
using Catalog.Definitions.Binding;

namespace Catalog.Definitions.Contracts;

internal static class ContractPatterns
{
    /// <summary>The pattern under the node if it can be compiled; null when absent or, with a report, when it cannot.</summary>
    public static string? Check(OdcsNode? node, BindingContext context)
    {
        if (node is not { } place || place.AsText() is not { } pattern)
        {
            return null;
        }

        try
        {
            _ = new Regex(pattern, RegexOptions.ECMAScript);
            return pattern;
        }
        catch (ArgumentException exception)
        {
            context.Error(
                DefinitionRules.WrongValue, $"'{pattern}' is no regular expression: {exception.Message}", place.Node, place.Path,
                "Write an ECMA-262 regular expression.");
            return null;
        }
    }
}
