metadata description = 'Event Grid\'s subscriptions, which call the app for each upload.'

// They are deployed after the app, because they need a key that its blob extension makes when it first starts. The key is read here, in
// Azure, so that it appears neither on the deploying machine nor in a log.

param topicName string
param appName string
param storageName string
param deadLetterContainer string

var names = loadJsonContent('names.json')

resource app 'Microsoft.Web/sites@2025-03-01' existing = {
  name: appName
}

var webhook = 'https://${app.properties.defaultHostName}/runtime/webhooks/blobs'
var key = listKeys('${app.id}/host/default', '2025-03-01').systemKeys.blobs_extension

resource storage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: storageName
}

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' existing = {
  name: topicName
}

resource subscriptions 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = [
  for upload in names.uploads: {
    parent: topic
    name: toLower(upload.function)
    properties: {
      destination: {
        endpointType: 'WebHook'
        properties: {
          endpointUrl: '${webhook}?functionName=Host.Functions.${upload.function}&code=${uriComponent(key)}'
        }
      }
      filter: {
        subjectBeginsWith: '/blobServices/default/containers/${upload.container}/'
        includedEventTypes: ['Microsoft.Storage.BlobCreated']
        // The calls that end a write. A file that is sent in blocks or streamed raises further events before it is complete.
        advancedFilters: [
          {
            operatorType: 'StringIn'
            key: 'data.api'
            values: ['PutBlob', 'PutBlockList', 'CopyBlob', 'FlushWithClose']
          }
        ]
      }
      eventDeliverySchema: 'EventGridSchema'
      retryPolicy: { maxDeliveryAttempts: 30, eventTimeToLiveInMinutes: 1440 }
      deadLetterWithResourceIdentity: {
        identity: { type: 'SystemAssigned' }
        deadLetterDestination: {
          endpointType: 'StorageBlob'
          properties: { resourceId: storage.id, blobContainerName: deadLetterContainer }
        }
      }
    }
  }
]
