using Catalog.Web.Queries;
using Catalog.Web.ViewModels;

namespace Catalog.Web.Tests.Queries;

public sealed class StatusOrderTests
{
    [Theory]
    [InlineData(new[] { Status.Fresh, Status.Late, Status.Unknown }, Status.Late)]
    [InlineData(new[] { Status.Fresh, Status.Running }, Status.Running)]
    [InlineData(new[] { Status.Stale, Status.Failed, Status.Late }, Status.Failed)]
    [InlineData(new Status[0], Status.Unknown)]
    public void Worst_OfSeveral_Counts(Status[] statuses, Status worst) => Assert.Equal(worst, StatusOrder.Worst(statuses));

    [Fact]
    public void RankOf_EveryStatus_HasItsOwn()
        => Assert.Equal(Enumerable.Range(0, Enum.GetValues<Status>().Length), Enum.GetValues<Status>().Select(StatusOrder.RankOf).Order());
}
