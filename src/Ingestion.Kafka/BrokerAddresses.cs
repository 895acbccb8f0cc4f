namespace Ingestion.Kafka;

/// <summary>Judges addresses of brokers, as librdkafka reads them: <c>host:port</c>, several divided by commas, each with a protocol such as <c>SSL://</c> in front if wanted. Without a port it is 9092.</summary>
internal static class BrokerAddresses
{
    private const string Form = "Write 'host:port', several divided by commas.";

    /// <summary>What is wrong with the addresses, in sentences.</summary>
    /// <param name="key">Key of the setting in the configuration.</param>
    /// <param name="servers">Its value.</param>
    public static IEnumerable<string> ProblemsOf(string key, string servers)
    {
        if (string.IsNullOrWhiteSpace(servers))
        {
            return [$"{key} is not set. {Form}"];
        }

        return from server in servers.Split(',', StringSplitOptions.TrimEntries)
               where !IsAddress(server)
               select $"{key} has \"{server}\", which is no address of a broker. {Form}";
    }

    private static bool IsAddress(string server)
    {
        var protocol = server.IndexOf("://", StringComparison.Ordinal);
        return Uri.TryCreate($"kafka://{(protocol < 0 ? server : server[(protocol + 3)..])}", UriKind.Absolute, out var uri)
            && Uri.CheckHostName(uri.Host.Trim('[', ']')) != UriHostNameType.Unknown && uri.Port != 0
            && uri.PathAndQuery.Length <= 1 && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0;
    }
}
