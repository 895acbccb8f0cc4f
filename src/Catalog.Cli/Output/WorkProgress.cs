using Catalog.Web.Formatting;

namespace Catalog.Cli.Output;

/// <summary>How far a piece of work is.</summary>
/// <param name="Done">Done so far.</param>
/// <param name="Total">All of it; null when unknown.</param>
/// <param name="Unit">What is counted: <c>rows</c>, <c>events</c>, or <see cref="WorkUnit.Bytes"/>.</param>
/// <param name="Note">More about it, for people; null when there is nothing to add.</param>
internal readonly record struct WorkProgress(long Done, long? Total, string Unit, string? Note = null)
{
    /// <summary>In words, for example <c>1,000 of 5,000 rows</c> or <c>1.2 MB of 7.5 MB, 12,000 rows</c>.</summary>
    public override string ToString()
    {
        var done = Total is > 0 and var total ? $"{Amount(Done)} of {Amount(total)}" : Amount(Done);
        return (Unit == WorkUnit.Bytes ? done : $"{done} {Unit}") + (Note is null ? string.Empty : $", {Note}");
    }

    private string Amount(long count) => Unit == WorkUnit.Bytes ? Numbers.Bytes(count) : Numbers.Count(count);
}

/// <summary>Units that are written in their own way.</summary>
internal static class WorkUnit
{
    internal const string Bytes = "bytes";
}
