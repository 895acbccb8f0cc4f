using Catalog.Core.Values;
using Ingestion.Model;

namespace Ingestion.Contracts;

/// <summary>A column that holds a time which is not the event's own.</summary>
/// <param name="Index">Its place in the source.</param>
/// <param name="Name">Its name.</param>
internal sealed record TimeColumn(int Index, string Name)
{
    /// <summary>The name under which later times are counted.</summary>
    internal string Rule { get; } = EventRules.FutureOf(Name);

    /// <summary>Whether its time lies after the event.</summary>
    internal bool IsAfter(ReadOnlySpan<Value> values, Instant eventTime) => !values[Index].IsNull && values[Index].AsInstant() > eventTime;
}
