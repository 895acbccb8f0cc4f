using FeatureStore.Ports;
using FeatureStore.Rows;

namespace Catalog.Web.Queries;

/// <summary>Whether the online store answers, by reading a row that nobody has. Every open page wants to know it every few seconds, so one answer is for all. Thread-safe.</summary>
public sealed class OnlineReach(IOnlineStore online, TimeProvider clock) : IDisposable
{
    private const string Reach = "reach@0";

    private static readonly EntityKey Nobody = new("reach"u8.ToArray());

    private readonly PatientAnswers<bool> _answers = new(
        async (view, token) =>
        {
            await online.ReadAsync([Nobody], [view], new ReadOnlyMemory<byte>[1], token);
            return true;
        },
        together: 1, clock);

    /// <summary>Whether it answers; also false when it does not in the time that a page waits.</summary>
    public Task<bool> AnswersAsync(CancellationToken cancellationToken) => _answers.GetAsync(Reach, cancellationToken);

    /// <inheritdoc />
    public void Dispose() => _answers.Dispose();
}
