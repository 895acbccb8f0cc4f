using Catalog.Core.Values;
using FeatureStore;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace Catalog.Web.Queries;

/// <summary>Whether the online store answers, by reading a row that nobody has. Every open page wants to know it every few seconds, so one answer is for all. Thread-safe.</summary>
public sealed class OnlineReach : IDisposable
{
    private const string Reach = "reach@0";

    // A whole key, since some stores read it.
    private static readonly EntityKey Nobody = EntityKey.Create(
        [new Entity { Name = Reach, JoinKey = "reach", Type = new DataType(ScalarType.String), Domain = Reach, Owner = Reach }], [Value.Of("nobody")]);

    private readonly IOnlineStore _online;
    private readonly PatientAnswers<bool> _answers;
    private volatile string? _problem;

    /// <param name="online">The store.</param>
    /// <param name="clock">Measures how long it takes.</param>
    public OnlineReach(IOnlineStore online, TimeProvider clock)
    {
        _online = online;
        _answers = new PatientAnswers<bool>(AskAsync, together: 1, clock);
    }

    /// <summary>Whether it answers; also false when it does not in the time that a page waits.</summary>
    public Task<bool> AnswersAsync(CancellationToken cancellationToken) => _answers.GetAsync(Reach, cancellationToken);

    /// <summary>Why it does not answer in the time that a page waits; null when it does.</summary>
    public async Task<string?> FindProblemAsync(CancellationToken cancellationToken)
        => await AnswersAsync(cancellationToken) ? null : _problem ?? $"It gave no answer within {PatientAnswers<bool>.Patience.TotalSeconds:0} second.";

    /// <summary>Why it does not answer, after as long as the store takes to say so; null when it answers.</summary>
    public async Task<string?> FindProblemAtLastAsync(CancellationToken cancellationToken)
    {
        try
        {
            await AskAsync(Reach, cancellationToken);
            return null;
        }
        catch (FeatureStoreException error)
        {
            return error.Message;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _answers.Dispose();

    private async ValueTask<bool> AskAsync(string view, CancellationToken cancellationToken)
    {
        try
        {
            await _online.ReadAsync([Nobody], [view], new ReadOnlyMemory<byte>[1], cancellationToken);
            _problem = null;
            return true;
        }
        catch (FeatureStoreException error)
        {
            _problem = error.Message;
            throw;
        }
    }
}
