using Catalog.Web.ViewModels;

namespace Catalog.Web.Queries;

/// <summary>Which of several lights counts.</summary>
public static class StatusOrder
{
    private static readonly Status[] WorstFirst = [Status.Failed, Status.Stale, Status.Late, Status.Running, Status.Unknown, Status.Fresh];

    /// <summary>The worst; unknown when there is none.</summary>
    public static Status Worst(IEnumerable<Status> statuses) => statuses.DefaultIfEmpty(Status.Unknown).MinBy(RankOf);

    /// <summary>0 for the worst.</summary>
    public static int RankOf(Status status) => Array.IndexOf(WorstFirst, status);
}
