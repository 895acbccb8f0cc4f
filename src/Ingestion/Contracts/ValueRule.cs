using Catalog.Core.Values;

namespace Ingestion.Contracts;

/// <summary>One condition on the values of one column. A null value never meets it: only <c>required</c> speaks about null. Immutable, thread-safe.</summary>
internal abstract class ValueRule(string kind)
{
    /// <summary>Name of the rule without the column.</summary>
    internal string Kind { get; } = kind;

    /// <summary>What the value must do, to finish the sentence "The value 'x' of column 'c' ...".</summary>
    internal abstract string Requirement { get; }

    /// <summary>Decides about a value that is not null.</summary>
    internal abstract RuleVerdict Check(Value value);

    protected static RuleVerdict Verdict(bool holds) => holds ? RuleVerdict.Holds : RuleVerdict.Breaks;
}
