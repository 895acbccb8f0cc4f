using FeatureStore.Ports;
using FeatureStore.Rows;

namespace FeatureStore.Embedded;

/// <summary>One call that waits to be committed.</summary>
internal sealed class CommitRequest
{
    private readonly TaskCompletionSource<int> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private CommitRequest(RecordKind kind) => Kind = kind;

    internal RecordKind Kind { get; }

    internal IReadOnlyList<OnlineWrite> Rows { get; private init; } = [];

    internal string View { get; private init; } = string.Empty;

    internal EntityKey Key { get; private init; }

    /// <summary>Ends when the request is durable; the number of rows that were newer.</summary>
    internal Task<int> Done => _done.Task;

    internal static CommitRequest Write(IReadOnlyList<OnlineWrite> rows) => new(RecordKind.Row) { Rows = rows };

    internal static CommitRequest DeleteView(string view) => new(RecordKind.DeleteView) { View = view };

    internal static CommitRequest DeleteKey(EntityKey key) => new(RecordKind.DeleteKey) { Key = key };

    internal void Complete(int newer) => _done.SetResult(newer);

    internal void Fail(FeatureStoreException error) => _done.TrySetException(error);
}
