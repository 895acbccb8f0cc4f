namespace Ingestion.Kafka.Payloads.Avro;

/// <summary>Reads one value that holds no others.</summary>
internal delegate void DecodeScalar(ref AvroBytes bytes, PayloadJson json);
