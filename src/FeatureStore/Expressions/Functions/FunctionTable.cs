namespace FeatureStore.Expressions.Functions;

/// <summary>All functions of the language. A test compares them with <c>docs/expressions.md</c>.</summary>
internal static class FunctionTable
{
    private static readonly Dictionary<string, Function> Functions =
        NumberFunctions.All.Concat(TextFunctions.All).Concat(TimeFunctions.All).Concat(ChoiceFunctions.All).Concat(OtherFunctions.All)
            .ToDictionary(static function => function.Name, StringComparer.Ordinal);

    /// <summary>Names, ordered.</summary>
    internal static IEnumerable<string> Names => Functions.Keys.Order(StringComparer.Ordinal);

    /// <summary>How each is called, ordered by name.</summary>
    internal static IEnumerable<string> Signatures => Functions.Values.OrderBy(static function => function.Name, StringComparer.Ordinal).Select(static function => function.Signature);

    internal static Function? Find(string name) => Functions.GetValueOrDefault(name);
}
