using Ingestion.Ports;

namespace Ingestion.Topics;

/// <summary>Where there is no client for topics outside the event log. Thread-safe.</summary>
internal sealed class NoExternalTopics : IExternalTopics
{
    public IReadOnlyList<string> Connections => [];

    public string AddressOf(string connection) => throw Unknown(connection);

    public bool IsOfEventLog(string connection, string topic) => false;

    public bool HasSchemaRegistry(string connection) => false;

    public Task<int> CountPartitionsAsync(string connection, string topic, CancellationToken cancellationToken) => throw Unknown(connection);

    public Task<TopicExtent> GetExtentAsync(string connection, TopicPlace place, CancellationToken cancellationToken) => throw Unknown(connection);

    public ITopicReader Open(string connection, TopicPlace place, long offset) => throw Unknown(connection);

    public Task SendAsync(string connection, string topic, IReadOnlyList<DeadLetter> records, CancellationToken cancellationToken) => throw Unknown(connection);

    private static IngestionException Unknown(string connection) => new(
        IngestionErrorCode.InvalidRequest, $"There is no connection '{connection}': this process has no client for topics outside its event log.");
}
