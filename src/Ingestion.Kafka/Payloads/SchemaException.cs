namespace Ingestion.Kafka.Payloads;

/// <summary>A schema of the registry cannot be used. The message is a clause that goes on after "which", for the people who look at the quarantine.</summary>
internal sealed class SchemaException(string message, Exception? innerException = null) : Exception(message, innerException);
