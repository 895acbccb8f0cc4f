using Catalog.Core.Values;
using Catalog.Web.Queries;
using Catalog.Web.ViewModels;
using Ingestion;
using Ingestion.Model;

namespace Catalog.Web.Tests.Queries;

public sealed class JobWordsTests
{
    [Fact]
    public void StateOf_NobodyCarriesItOut_IsInterrupted()
    {
        var job = new IngestionJob
        {
            RunId = Guid.CreateVersion7(), Kind = IngestionJobKind.File, Subject = "orders", Title = "orders.csv", CreatedAt = new Instant(0), State = IngestionJobState.Running,
        };
        var left = new IngestionStatus(job, null) { IsInterrupted = true };

        Assert.Equal(("Interrupted", Status.Late), (JobWords.StateOf(left), JobWords.StatusOf(left)));
        Assert.Equal(("Running", Status.Running), (JobWords.StateOf(left with { IsInterrupted = false }), JobWords.StatusOf(left with { IsInterrupted = false })));
        Assert.Equal(("Queued", Status.Unknown), (JobWords.StateOf(job with { State = IngestionJobState.Queued }), JobWords.StatusOf(job with { State = IngestionJobState.Queued })));
    }
}
