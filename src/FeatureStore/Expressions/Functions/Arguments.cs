using System.Runtime.CompilerServices;
using Catalog.Core.Values;

namespace FeatureStore.Expressions.Functions;

/// <summary>Room for the arguments of a call, on the stack: no array for each event.</summary>
[InlineArray(Most)]
internal struct Arguments
{
    /// <summary>The most arguments of a function that takes a fixed number.</summary>
    internal const int Most = 4;

    private Value _first;
}
