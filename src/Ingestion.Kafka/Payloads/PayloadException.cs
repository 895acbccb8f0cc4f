namespace Ingestion.Kafka.Payloads;

/// <summary>The bytes of a payload are not what its schema says. The message is a clause for the people who look at the quarantine; nothing else follows from it.</summary>
internal sealed class PayloadException(string message) : Exception(message);
