using System.Reflection;
using Confluent.Kafka;

namespace Ingestion.Kafka;

/// <summary>Makes clients that administer topics over the connections of another client.</summary>
internal static class AdminClients
{
    private const int PollMilliseconds = 100;

    // The client that borrows a connection asks for answers with a wait of 0, so that each one keeps a core busy for as long as it lives; the one with a connection of its own waits for them so long.
    private static readonly FieldInfo? Wait = typeof(IAdminClient).Assembly.GetType("Confluent.Kafka.AdminClient")?.GetField("cancellationDelayMaxMs", BindingFlags.Instance | BindingFlags.NonPublic);

    /// <summary>An admin client over the connections of a client, which must outlive it. Its thread sleeps while there is nothing to do.</summary>
    public static IAdminClient Over(Handle handle)
    {
        var client = new DependentAdminClientBuilder(handle).Build();
        if (client.GetType() == Wait?.DeclaringType)
        {
            Wait.SetValue(client, PollMilliseconds);
        }

        return client;
    }
}
