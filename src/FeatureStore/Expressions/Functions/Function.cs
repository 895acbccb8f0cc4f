using FeatureStore.Expressions.Binding;
using FeatureStore.Expressions.Syntax;

namespace FeatureStore.Expressions.Functions;

/// <summary>A function of the language.</summary>
/// <param name="Signature">How it is called, for example <c>round(x[, digits])</c>; also its line in <c>docs/expressions.md</c>.</param>
/// <param name="Bind">Checks the arguments and compiles a call.</param>
internal sealed record Function(string Signature, Func<CallNode, TypedNode[], TypedNode> Bind)
{
    internal string Name => Signature[..Signature.IndexOf('(', StringComparison.Ordinal)];
}
