using Catalog.Core.Values;
using Catalog.Web.ViewModels;

namespace Catalog.Web.Queries;

/// <summary>When data is fresh, late or stale. The one place of this rule, for views and for single features.</summary>
public static class FreshnessRule
{
    /// <summary>Without a max age data is stale once it is this many times older than promised.</summary>
    public const int StaleAfterPromises = 10;

    /// <summary>Judges by the age of the newest event.</summary>
    /// <param name="newest">The newest event time; null when there is none.</param>
    /// <param name="now">The moment of the judgement.</param>
    /// <param name="promise">How old the newest event may be; null when nothing is promised.</param>
    /// <param name="maxAge">How long values are served; null for ever.</param>
    public static Status Judge(Instant? newest, Instant now, TimeSpan? promise, TimeSpan? maxAge)
    {
        if (newest is not { } time || (promise is null && maxAge is null))
        {
            return Status.Unknown;
        }

        var age = now - time;
        if (age > (maxAge ?? promise * StaleAfterPromises))
        {
            return Status.Stale;
        }

        return age > promise ? Status.Late : Status.Fresh;
    }
}
